#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The guide's thread that alone is confined, "before" or "after".
. "$(dirname "$0")/lib.sh"

[ "$1" = after ] || by_hand
program "monitor-$1.c" monitor.c
mkdir -p "$dir/state/new"
: >"$dir/file"
try "$dir"

expect 'monitor writes: allowed' 'main reads: allowed' \
	"monitor reads: $(verdict fs.read_file EACCES)"
case $1 in
before)
	expect 'sandbox: 0' 'monitor saves: EXDEV'
	;;
after)
	saves=allowed
	# ABI 1 denies every rename between directories.
	[ "$abi" -ne 1 ] || saves=EXDEV
	expect "sandbox: $(level fs)" "monitor saves: $saves"
	expect_no_message
	;;
esac
