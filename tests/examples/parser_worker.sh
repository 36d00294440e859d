#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The worker counts right, and cannot open a file.
set -eu
. "$(dirname "$0")/lib.sh"

# parses GOOD BAD: standard input is in $work/input
parses() {
	command="parser-worker <$work/input: $(od -c "$work/input" | head -n 2)"
	status=0
	"$EXAMPLES/parser-worker" <"$work/input" >"$work/out" 2>"$work/err" ||
		status=$?
	expect_status 0
	expect_line "$1 good lines, $2 bad ones"
	if [ "$abi" -gt 0 ]; then
		expect_line "the worker, opening /: Permission denied"
		expect_no_error "not at all"
	else
		expect_line "the worker, opening /: allowed"
		expect_error "confined the worker not at all"
	fi
}

: >"$work/input"
parses 0 0
printf 'a=b\nname = value\n' >"$work/input"
parses 2 0
printf 'a=b\n\n=\n=b\nb\nc=' >"$work/input"
parses 1 5
printf 'a\0=\377\n\0\n' >"$work/input"
parses 1 1
# More than a buffer, with a line across its end.
awk 'BEGIN { for (i = 0; i < 5000; i++) print "name" i "=" i }' >"$work/input"
parses 5000 0
awk 'BEGIN { for (i = 0; i < 9000; i++) printf "x"; print "=" }' >"$work/input"
parses 1 0

# What the worker cannot read is not a result.
run sh -c '"$0" <"$1"' "$EXAMPLES/parser-worker" "$work"
expect_status 1
expect_error "Is a directory"
expect_error "no result"
[ ! -s "$work/out" ] || fail "a result out of nothing"

# Fully enforced or not is what the kernel decides, and the parent says so.
: >"$work/input"
parses 0 0
if [ -z "$(missing 11)" ]; then
	expect_no_error parser-worker
else
	expect_error "this kernel confined the worker"
fi
