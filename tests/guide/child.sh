#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The guide's program that confines a child only, "before" or "after".
. "$(dirname "$0")/lib.sh"

[ "$1" = after ] || by_hand
program "child-$1.c" child.c
mkdir "$dir/data"

# The child may write in data and nowhere else.  The parent may.
try "$dir"
[ -s "$dir/data/file" ] || show 'the child could not write in data'
if [ "$abi" -gt 0 ]; then
	expect_message 'file: Permission denied'
else
	[ -s "$dir/file" ] || show 'the child could not write'
fi
expect 'parent: allowed'

# The kernel refuses one more layer.
[ "$abi" -gt 0 ] || exit 0
rm -f "$dir/data/file" "$dir/file"
try "$dir" full
case $1 in
before)
	expect 'child: 0'
	[ -s "$dir/file" ] || show 'the child did not run free'
	;;
after)
	expect 'no child'
	expect_message 'E2BIG'
	[ ! -e "$dir/data/file" ] || show 'there was a child'
	;;
esac
