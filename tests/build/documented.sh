#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every public function has a comment with its name and a "Since:" line.
. "$(dirname "$0")/lib.sh"

for library in liblandlock liblandlock-denials; do
	header_functions $library >"$work/functions"
	[ -s "$work/functions" ] || fail "no function found in $library.h"
	awk '
		/^\/\*\*$/ { inside = 1; name = ""; next }
		inside && name == "" && /^ \* llk_[a-z0-9_]* - / { name = $2 }
		inside && /^ \* Since: [0-9]+\.[0-9]+$/ { print name }
		/\*\/$/ { inside = 0 }
	' "$TOP/include/$library.h" | sort >"$work/documented"
	diff "$work/functions" "$work/documented" ||
		fail "$library: declared (<) and documented (>) differ"
done
