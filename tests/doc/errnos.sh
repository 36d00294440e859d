#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each function's page lists exactly the errnos that the function can return, as
# the program errnos, the first argument, finds out by trying the calls of
# calls.h; among them are all that its comment in the header names.  For a
# function that is not tried the comment has to do.
. "$(dirname "$0")/lib.sh"

"$1" >"$work/tried" || fail 'errnos'
[ "$(wc -l <"$work/tried")" -ge 100 ] || fail 'too few errnos were seen'
errno_names >"$work/names"
header_errnos | grep -w -F -f "$work/names" >"$work/header"
[ "$(wc -l <"$work/header")" -ge 50 ] || fail 'too few errnos in the header'
page_errnos >"$work/page"
uniq -d "$work/page" >"$work/twice"
[ ! -s "$work/twice" ] || fail "twice in a page: $(cat "$work/twice")"

sed -n 's/^CALL(\([a-z0-9_]*\),.*/\1/p' "$here/calls.h" |
	grep -vwF -f - "$work/header" | sort - "$work/tried" |
	uniq >"$work/returned"
same 'what functions return' "$work/returned" 'the pages' "$work/page"

comm -23 "$work/header" "$work/page" >"$work/missing"
[ ! -s "$work/missing" ] ||
	fail "in the header, but not in the page: $(cat "$work/missing")"

# What the source names, but for what the library is told and never tells.
cat "$TOP"/src/*.c "$TOP"/src/denials/*.c | grep -ow 'E[A-Z0-9]*' | grep -xF -f "$work/names" |
	sort -u >"$work/source"
[ -s "$work/source" ] || fail 'no errno found in the source'
while read -r name; do
	case $name in
	EAFNOSUPPORT | EINTR | ENOBUFS | ENOMSG | EWOULDBLOCK) continue ;;
	esac
	grep -q "^\\.[A-Z].*\\bEr $name\\b\\|^\\.It Dv $name\$" "$pages"/*.3 ||
		fail "$name of src/ is on no page"
done <"$work/source"
