#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Where there is no Landlock nothing runs, and the message says why.
set -eu
. "$(dirname "$0")/lib.sh"

refuses() {
	error=$1
	shift
	run "$@" "$sandboxer" --rx / --rw "$work" -- touch "$work/ran"
	if [ "$status" -eq 77 ]; then
		cannot_run "$(cat "$work/err")"
	fi
	expect_status 125
	expect_error "sandboxer: "
	expect_error "$error"
	[ ! -e "$work/ran" ] || fail "it ran nevertheless: $command"
}

# A wrong path is the same error as elsewhere.
run "$AS_ABI" ENOSYS "$sandboxer" --ro "$work/missing" true
expect_status 125
expect_error "--ro $work/missing"

if [ "$abi" -eq 0 ]; then
	refuses "$(head -n 1 "$work/abi")"
fi
refuses ENOSYS "$AS_ABI" ENOSYS
refuses EOPNOTSUPP "$AS_ABI" EOPNOTSUPP
refuses EPERM "$AS_ABI" EPERM
