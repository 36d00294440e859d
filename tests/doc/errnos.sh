#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each function's page lists exactly the errnos that the function can return, as
# the program errnos, the first argument, found out by trying; among them are all
# that its comment in the header names.
. "$(dirname "$0")/lib.sh"

"$1" | sort -u >"$work/tried" || fail 'errnos'
page_errnos >"$work/page"
[ "$(wc -l <"$work/tried")" -ge 100 ] || fail 'too few errnos were seen'
uniq -d "$work/page" >"$work/twice"
[ ! -s "$work/twice" ] || fail "twice in a page: $(cat "$work/twice")"
same 'what functions return' "$work/tried" 'the pages' "$work/page"

errno_names >"$work/names"
header_errnos | grep -w -F -f "$work/names" >"$work/header"
[ "$(wc -l <"$work/header")" -ge 50 ] || fail 'too few errnos in the header'
comm -23 "$work/header" "$work/page" >"$work/missing"
[ ! -s "$work/missing" ] ||
	fail "in the header, but not in the page: $(cat "$work/missing")"

# What the source names, but for what the library is told and never tells.
cat "$TOP"/src/*.c | grep -ow 'E[A-Z0-9]*' | grep -xF -f "$work/names" |
	sort -u >"$work/source"
[ -s "$work/source" ] || fail 'no errno found in the source'
while read -r name; do
	case $name in
	EAFNOSUPPORT | EINTR | ENOMSG) continue ;;
	esac
	grep -q "^\\.[A-Z].*\\bEr $name\\b\\|^\\.It Dv $name\$" "$pages"/*.3 ||
		fail "$name of src/ is on no page"
done <"$work/source"
