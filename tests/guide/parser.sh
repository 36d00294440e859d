#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The guide's parser that denies everything, "before" or "after".
. "$(dirname "$0")/lib.sh"

[ "$1" = after ] || by_hand
program "parser-$1.c" parser.c
: >"$dir/file"
: >"$dir/victim"
try "$dir"

case $1 in
before)
	expect 'sandbox: 0' 'read: EACCES' \
		'list: allowed' 'remove: allowed' \
		'connect: allowed' 'signal: allowed'
	;;
after)
	expect "sandbox: $(level fs net scope)" \
		"read: $(verdict fs.read_file EACCES)" \
		"list: $(verdict fs.read_dir EACCES)" \
		"remove: $(verdict fs.remove_file EACCES)" \
		"connect: $(verdict net.connect_tcp EACCES)" \
		"signal: $(verdict scope.signal EPERM)"
	expect_no_message
	;;
esac
