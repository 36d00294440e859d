#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every public function has a comment with its name and a "Since:" line.
. "$(dirname "$0")/lib.sh"

header_functions >"$work/functions"
[ -s "$work/functions" ] || fail 'no function found in the header'
awk '
	/^\/\*\*$/ { inside = 1; name = ""; next }
	inside && name == "" && /^ \* llk_[a-z0-9_]* - / { name = $2 }
	inside && /^ \* Since: [0-9]+\.[0-9]+$/ { print name }
	/\*\/$/ { inside = 0 }
' "$TOP/include/liblandlock.h" | sort >"$work/documented"
diff "$work/functions" "$work/documented" ||
	fail 'declared (<) and documented with "Since:" (>) differ'
