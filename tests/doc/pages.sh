#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every public function has an installed page, or a name that leads to one, and
# its declaration there is that of the header.  Every page has the same sections.
. "$(dirname "$0")/lib.sh"

functions >"$work/functions"
[ -s "$work/functions" ] || fail 'no function found in the map'

# Names that lead to no page, or to one that is not about them.
while read -r name; do
	page=$man/man3/$name.3
	[ -e "$page" ] || fail "no page for $name"
	target=$(sed -n '1s/^\.so //p' "$page")
	[ -z "$target" ] || page=$man/$target
	awk -v name="$name" '
		/^\.Sh / { inside = $2 == "NAME" }
		inside && $1 == ".Nm" && $2 == name { yes = 1 }
		END { exit !yes }
	' "$page" || fail "$name leads to $page, which is about others"
done <"$work/functions"

# Nothing else is installed, and of the pages of the tree each, as it is.
find "$man/man3" -name '*.3' -exec basename {} .3 \; | sort >"$work/installed"
same 'the functions' "$work/functions" 'the pages' "$work/installed"
for page in "$pages"/*.[37]; do
	cmp "$page" "$man/man${page##*.}/${page##*/}" || exit 1
done

header_prototypes >"$work/header"
page_prototypes >"$work/page"
[ "$(wc -l <"$work/header")" -eq "$(wc -l <"$work/functions")" ] ||
	fail 'not every function is declared'
same 'the header' "$work/header" 'the pages' "$work/page"

cat >"$work/sections" <<'END_OF_SECTIONS'
NAME
LIBRARY
SYNOPSIS
DESCRIPTION
Older kernels
Threads and signals
IMPLEMENTATION NOTES
RETURN VALUES
EXAMPLES
ERRORS
SEE ALSO
HISTORY
END_OF_SECTIONS
for page in "$pages"/*.3; do
	sed -n 's/^\.S[hs] //p' "$page" |
		grep -Fx -f "$work/sections" >"$work/has"
	same "the sections of every page" "$work/sections" "$page" "$work/has"
done

# The version since which there is a function, in its comment and its page.
for header in $headers; do
	awk '/^ \* llk_[a-z0-9_]* - / { name = $2 }
	     /^ \* Since: / { print name, $3 }' "$TOP/include/$header"
done >"$work/since"
while read -r name version; do
	page=$(grep -l "^\\.Nm $name\\( ,\\)*\$" "$pages"/*.3)
	sed -n '/^\.Sh HISTORY/,$p' "$page" |
		grep -qw "liblandlock $version" ||
		fail "$page: $name is there since $version"
done <"$work/since"
