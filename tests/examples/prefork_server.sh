#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each worker is in the sandbox that the parent has prepared, the parent is not.
set -eu
. "$(dirname "$0")/lib.sh"

echo hello >"$work/file"
start_first "$EXAMPLES/prefork-server" "$work/file"
cp "$work/first.err" "$work/err"
port=${line##* }
[ "$line" = "listening on port $port" ] || fail "the server does not start"
if [ "$abi" -eq 0 ]; then
	expect_error "prefork-server: sandbox: nothing is enforced"
elif [ -n "$(missing 11)" ]; then
	expect_error "prefork-server: sandbox: partially enforced"
else
	expect_no_error prefork-server
fi

# More often than there are workers.
for try in 1 2 3 4 5 6 7; do
	run "$PROBE" ask "$port"
	expect_status 0
	worker=$(sed -n 's/^worker //p' "$work/out")
	[ "$worker" -ne "$pid" ] || fail "the parent serves (try $try)"
	expect_line "$work/file: can be opened"
	if [ "$abi" -gt 0 ]; then
		expect_line "/: Permission denied"
	else
		expect_line "/: can be opened"
	fi
done

# A worker that dies takes all others with it: the pipe that they share ends.
kill -KILL "$worker"
status=0
wait "$pid" || status=$?
helpers=
command=prefork-server
expect_status 1
cat <&4 >"$work/out"
[ ! -s "$work/out" ] || fail "the server has more to say than its port"
grep -q "a worker has ended" "$work/first.err" || fail "it does not say why"

run "$EXAMPLES/prefork-server" "$work/missing"
expect_status 1
expect_error "$work/missing"
run "$EXAMPLES/prefork-server"
expect_status 2
expect_error "usage: prefork-server FILE"
