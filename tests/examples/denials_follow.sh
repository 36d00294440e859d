#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A log is followed through rotation, and a signal ends that well.
set -eu
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/denials.sh"

domain_record 179 >"$log"
denied_record 179 fs.read_file "$(file /etc/first)" >>"$log"
start_first "$denials" -f --json --metrics "$work/landlock.prom" "$log"

# next PATH: the next denial is about it
next() {
	case $line in
	*'"path":"'"$1"'"'*) ;;
	*) fail "not about $1: $line $(cat "$work/first.err")" ;;
	esac
}

next /etc/first
denied_record 180 fs.read_file "$(file /etc/second)" >>"$log"
read -r line <&4
next /etc/second

# Renamed; the writer goes on with the old file for a moment.
mv "$log" "$log.1"
denied_record 181 fs.read_file "$(file /etc/third)" >>"$log.1"
read -r line <&4
next /etc/third
denied_record 182 fs.read_file "$(file /etc/fourth)" >"$log"
read -r line <&4
next /etc/fourth

# Copied and truncated.
cp "$log" "$log.2"
: >"$log"
denied_record 183 fs.read_file "$(file /etc/fifth)" >>"$log"
read -r line <&4
next /etc/fifth

kill -TERM "$pid"
status=0
wait "$pid" || status=$?
command='landlock-denials -f'
expect_status 0
grep -q '^landlock_denials_total{.*} 5$' "$work/landlock.prom" ||
	fail "the numbers are not those of all five"
