#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The guide's program with an allow list, "before" or "after".
. "$(dirname "$0")/lib.sh"

[ "$1" = after ] || by_hand
program "config-$1.c" config.c
mkdir "$dir/data"
: >"$dir/data/file"
: >"$dir/settings"
: >"$dir/file"
denied=$(verdict fs.read_file EACCES)

# A file and a directory.
try "$dir" r settings rw data
expect 'read data: allowed' 'write data: allowed' "read: $denied"
case $1 in
before)	expect 'sandbox: 0' 'read settings: EACCES' 'make: allowed'
	expect_message 'settings: Invalid argument' ;;
after)	expect "sandbox: $(level fs)" 'read settings: allowed' \
		"make: $(verdict fs.make_dir EACCES)" ;;
esac
rm -rf "$dir/made"

# A typing error in a path.
try "$dir" r settings rw datta
case $1 in
before)	expect 'sandbox: 0' 'read data: EACCES'
	expect_message 'datta: Bad file descriptor' ;;
after)	expect 'sandbox: -1' 'read: allowed'
	expect_message '"datta": it does not exist' ;;
esac
rm -rf "$dir/made"

# A typing error in the letters.
try "$dir" read settings
case $1 in
before)	expect 'sandbox: 0' "read: $denied" ;;
after)	expect 'sandbox: -1' 'read: allowed'
	expect_message 'read: not made of r, w, x, c' ;;
esac
