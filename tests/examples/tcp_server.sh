#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The server gives the files of its directory and nothing else, from its port
# and no other.
set -eu
. "$(dirname "$0")/lib.sh"

mkdir "$work/served" "$work/served/sub"
echo hello >"$work/served/file"
echo deep >"$work/served/sub/file"
echo key >"$work/key"
ln -s ../key "$work/served/link"

if [ "$abi" -eq 0 ]; then
	# It depends on the kernel, so it must not serve without.
	run "$EXAMPLES/tcp-server" 0 "$work/served"
	expect_status 1
	expect_error "tcp-server: sandbox: "
	[ ! -s "$work/out" ] || fail "it serves"
	exit 0
fi

start_first "$EXAMPLES/tcp-server" 0 "$work/served"
cp "$work/first.err" "$work/err"
port=${line##* }
[ "$line" = "$work/served is served on port $port" ] ||
	fail "the server does not start: $line"
expect_error "another directory: Permission denied"
if has net.bind_tcp; then
	expect_error "another port: Permission denied"
else
	expect_no_error "another port: Permission denied"
	expect_error "not restricted: "
	expect_error "net.bind_tcp"
fi

# asks FILE ANSWER
asks() {
	run "$PROBE" ask "$port" "$1"
	expect_status 0
	[ "$(cat "$work/out")" = "$2" ] || fail "$1 should give: $2"
}

asks file hello
asks sub/file deep
asks missing "missing: No such file or directory"
for file in ../key "$work/key" /etc/passwd link sub/../../key; do
	asks "$file" "$file: Permission denied"
done
asks file hello

run "$EXAMPLES/tcp-server" 65536 "$work"
expect_status 1
expect_error "above 65535"
run "$EXAMPLES/tcp-server" 0 "$work/missing"
expect_status 1
expect_error "$work/missing: No such file or directory"
run "$EXAMPLES/tcp-server"
expect_status 2
expect_error "usage: tcp-server PORT DIRECTORY"
