#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The guide's program that writes in a few places only, "before" or "after".
. "$(dirname "$0")/lib.sh"

[ "$1" = after ] || by_hand
program "readonly-$1.c" readonly.c
mkdir -p "$dir/cache/new"
echo precious >"$dir/file"
try "$dir"

# In all versions, as it should be.
expect 'read: allowed' "write: $(verdict fs.write_file EACCES)" \
	'write cache: allowed'
case $1 in
before)
	expect 'sandbox: 0' 'truncate: allowed' 'save: EXDEV' \
		'write null: EACCES'
	[ ! -s "$dir/file" ] || fail 'it was not truncated'
	;;
after)
	save=allowed
	# ABI 1 denies every rename between directories.
	[ "$abi" -ne 1 ] || save=EXDEV
	expect "truncate: $(verdict fs.truncate EACCES)" "save: $save" \
		'write null: allowed'
	# A missing path: an error, and nothing restricted.
	rm -rf "$dir/cache/file"
	try "$dir" "$dir/missing"
	expect 'sandbox: -1' 'write: allowed' 'write null: allowed'
	;;
esac
