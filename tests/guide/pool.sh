#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The guide's program with a pool of threads: "before", "after", and "late",
# where the pool is there first.
. "$(dirname "$0")/lib.sh"

[ "$1" != before ] || by_hand
case $1 in
late)	program pool-late.c pool.c ;;
*)	program "pool-$1.c" pool.c ;;
esac
mkdir "$dir/data"
: >"$dir/data/file"
: >"$dir/file"
try "$dir"

denied=$(verdict fs.read_file EACCES)
expect "main: $denied" 'pool data: allowed'
case $1 in
before)
	expect 'sandbox: 0' 'pool: allowed'
	expect_no_message
	;;
after)
	expect "sandbox: $(level fs)" "pool: $denied"
	expect_no_message
	;;
late)
	if [ "$abi" -ge 8 ]; then
		expect "sandbox: $(level fs)" 'pool: EACCES'
	elif [ "$abi" -gt 0 ]; then
		expect 'sandbox: 1' 'pool: allowed'
		expect_message 'threads other than the calling one'
	else
		expect 'sandbox: 2' 'pool: allowed'
	fi
	;;
esac
