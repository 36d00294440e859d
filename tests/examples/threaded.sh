#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Which thread is restricted under each of the three choices.
set -eu
. "$(dirname "$0")/lib.sh"

# threads CHOICE BEFORE MAIN AFTER: what each can do
threads() {
	run "$EXAMPLES/threaded" "$1"
	expect_status 0
	expect_line "thread started before: $2"
	expect_line "main thread: $3"
	expect_line "thread started after: $4"
}

reports() {
	grep -q "$1" "$work/out" || fail "the report has no $1: $command"
}

free="can open /"
closed="Permission denied"

if [ "$abi" -eq 0 ]; then
	for choice in all if-possible this; do
		threads "$choice" "$free" "$free" "$free"
		reports "^nothing is enforced"
	done
elif has restrict_self.tsync; then
	threads all "$closed" "$closed" "$closed"
	threads if-possible "$closed" "$closed" "$closed"
	threads this "$free" "$closed" "$closed"
else
	run "$EXAMPLES/threaded" all
	expect_status 1
	expect_error restrict_self.tsync
	[ ! -s "$work/out" ] || fail "it went on: $command"
	run "$EXAMPLES/threaded"
	expect_status 1
	threads if-possible "$free" "$closed" "$closed"
	reports "^partially enforced"
	reports "^WEAKER *restrict_self.tsync: other threads"
	threads this "$free" "$closed" "$closed"
	! grep -q tsync "$work/out" || fail "threads are no loss: $command"
fi

run "$EXAMPLES/threaded" some
expect_status 2
expect_error "all | if-possible | this"
