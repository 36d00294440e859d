#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What the pages name is there: pages, functions and constants of ours, and the
# section of the same page.
. "$(dirname "$0")/lib.sh"

functions >"$work/functions"
for page in "$pages"/*.[37]; do
	sed -n 's/^\.Xr \(llk_[^ ]*\|liblandlock[^ ]*\) \([0-9]\).*/\1.\2/p' \
		"$page" | sort -u >"$work/links"
	[ -s "$work/links" ] || fail "$page leads to no other page"
	while read -r link; do
		[ -e "$man/man${link##*.}/$link" ] ||
			fail "$page: there is no page $link"
	done <"$work/links"

	# llk_check_* stands for several.
	sed 's/struct llk_[a-z_]*//g; s/llk_[a-z_]*_\*//g' "$page" |
		grep -o 'llk_[a-z0-9_]*' | sort -u |
		comm -23 - "$work/functions" >"$work/unknown"
	[ ! -s "$work/unknown" ] ||
		fail "$page: no such function: $(cat "$work/unknown")"

	sed -n 's/^\.Sx //p' "$page" | sed 's/ [.,;)]*$//' |
	while read -r section; do
		grep -q "^\\.S[hs] $section\$" "$page" ||
			fail "$page: no section $section"
	done || exit 1
done

# LLK_FS_* stands for several.
{
	for header in $headers; do
		printf '#include <%s>\n' "$header"
	done
	grep -hv '^\.Dt' "$pages"/*.[37] | grep -o 'LLK_[A-Z0-9_]*[A-Z0-9]\>' |
	sort -u | while read -r name; do
		[ "$name" = LLK_LOG ] ||
			printf '#ifndef %s\n#error %s\n#endif\n' "$name" "$name"
	done
} >"$work/names.c"
$CC -I"$TOP/include" -fsyntax-only "$work/names.c" ||
	fail 'a page names a constant that is not in the header'
