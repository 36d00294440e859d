#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The command line of landlock-denials, and what it says where nothing can be
# read.
set -eu
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/denials.sh"

wrong() {
	run "$denials" "$@"
	expect_status 2
	expect_error 'landlock-denials: '
	[ ! -s "$work/out" ] || fail "output: $command"
}

run "$denials" --help
expect_status 0
for option in --follow --audit --trace --exe --domain --pid --since --until \
	--suggest --summary --collapse --as --silence --json --prometheus \
	--metrics --help 'Exit status: 0'; do
	expect_output "$option"
done
[ ! -s "$work/err" ] || fail "--help writes to stderr"

{ domain_record 178; denied_record 178 fs.read_file "$(file /etc/passwd)"; } \
	>"$log"
wrong --frobnicate
wrong --pid
wrong --pid x "$log"
wrong --pid -1 "$log"
wrong --pid '' "$log"
wrong --domain 16xyz "$log"
wrong --collapse 1 --summary "$log"
wrong --collapse 3 "$log"
wrong --as poem "$log"
wrong --summary --prometheus "$log"
wrong --audit "$log"
wrong --trace -f
wrong -f "$log" "$log"
for time in '' x 25:00 2026-13-01 yesterday 10x 1800-01-01 @x; do
	wrong --since "$time" "$log"
	expect_error "--since ${time#@}"
done

# What cannot be read is named; the rest is read.
run "$denials" "$work/missing" "$log"
expect_status 1
expect_error "$work/missing\": it does not exist"
expect_output /etc/passwd
run "$denials" "$work"
expect_status 1
expect_error directory

# Nothing there is no failure, but is said.
: >"$work/empty"
run "$denials" "$work/empty"
expect_status 0
expect_error 'nothing that was asked for was denied'
[ ! -s "$work/out" ] || fail "output from nothing"

if [ ! -e /var/log/audit ] && [ "$(id -u)" -eq 0 ]; then
	run "$denials"
	expect_status 1
	expect_error 'cannot open "/var/log/audit/audit.log"'
	expect_error 'journalctl _TRANSPORT=audit | landlock-denials -'
fi
if [ "$(id -u)" -ne 0 ]; then
	run "$denials" --audit
	expect_status 1
	expect_error CAP_AUDIT_READ
	run "$denials" --trace
	expect_status 1
fi

# Standard input, by name.
status=0
"$denials" - <"$log" >"$work/out" 2>"$work/err" || status=$?
command='landlock-denials -'
expect_status 0
expect_output /etc/passwd

# A full disk is no success.
if [ -w /dev/full ]; then
	status=0
	"$denials" "$log" >/dev/full 2>"$work/err" || status=$?
	expect_status 1
	run "$denials" --metrics "$work/missing/file" "$log"
	expect_status 1
	expect_error "$work/missing/file"
fi
