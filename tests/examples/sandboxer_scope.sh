#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Processes outside can be reached until --scope says otherwise.
set -eu
. "$(dirname "$0")/lib.sh"
need_landlock

socket="@llk-test-$$"
start_first "$PROBE" serve-unix "$socket"
[ "$line" = "$socket" ] || fail "no abstract socket: $(cat "$work/first.err")"

signal=$(if_has scope.signal)
abstract=$(if_has scope.abstract_unix_socket)

# two SIGNAL ABSTRACT OPTION...: the verdicts on a signal and a connection
two() {
	of_signal=$1
	of_abstract=$2
	shift 2
	probes "$of_signal" "$@" -- "$PROBE" signal $$
	probes "$of_abstract" "$@" -- "$PROBE" unix "$socket"
}

two allowed allowed
two allowed allowed --no-net
two "$signal" allowed --scope signal
two allowed "$abstract" --scope abstract
two "$signal" "$abstract" --scope all
two "$signal" "$abstract" --scope signal --scope abstract

# Inside, processes reach each other.
# shellcheck disable=SC2016
allowed --scope all -- sh -c '"$0" signal $$' "$PROBE"
expect_line allowed
