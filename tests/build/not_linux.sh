#!/bin/sh
# SPDX-License-Identifier: MIT
#
# For a system other than Linux meson says in one sentence that there is nothing
# to build, and what a program does instead.  A project that can do without the
# library goes on without.
. "$(dirname "$0")/lib.sh"

[ -n "$MESON" ] || skip 'there is no meson command'

# The compiler is this machine's: only the name of the system counts.
set -- $CC
for system in freebsd darwin; do
	cat >"$work/$system" <<-END
	[binaries]
	c = '$1'
	ar = 'ar'
	[host_machine]
	system = '$system'
	cpu_family = 'x86_64'
	cpu = 'x86_64'
	endian = 'little'
	END
	! $MESON setup "$work/build-$system" "$TOP" \
		--cross-file "$work/$system" >"$work/log" 2>&1 ||
		fail "builds for $system"
	grep 'ERROR: .*liblandlock is for Linux, not for '"$system"':' \
		"$work/log" >"$work/errors"
	[ "$(wc -l <"$work/errors")" -eq 1 ] || {
		cat "$work/log"
		fail "another error for $system"
	}
done

mkdir -p "$work/parent/subprojects/liblandlock"
cp -R "$TOP/meson.build" "$TOP/include" "$TOP/src" \
	"$work/parent/subprojects/liblandlock"
cat >"$work/parent/meson.build" <<'END'
project('parent', 'c')
dep = dependency('liblandlock', fallback: 'liblandlock', required: false)
assert(not dep.found())
END
$MESON setup "$work/build" "$work/parent" --cross-file "$work/freebsd" \
	--force-fallback-for=liblandlock >"$work/log" 2>&1 || {
	cat "$work/log"
	fail 'a project that has it as an option'
}
