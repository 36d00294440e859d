#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A meson project that has the library as a subproject builds and runs.
. "$(dirname "$0")/lib.sh"

[ -n "$MESON" ] || skip 'there is no meson command'

copy=$work/parent/subprojects/liblandlock
mkdir -p "$copy"
cp -R "$TOP/meson.build" "$TOP/include" "$TOP/src" "$copy"
cat >"$work/parent/meson.build" <<'END'
project('parent', 'c', default_options: ['c_std=c11'])
# Only the subproject is to be found here.
dep = dependency('liblandlock', fallback: 'liblandlock')
test('program', executable('program', 'program.c', dependencies: dep))
END
cat >"$work/parent/program.c" <<'END'
#include <liblandlock.h>

int main(void)
{
	return llk_abi_rights(1, LLK_FS) == 0;
}
END

{
	$MESON setup "$work/build" "$work/parent" -Ddefault_library=both \
		--force-fallback-for=liblandlock &&
	$MESON test -C "$work/build" program
} >"$work/log" 2>&1 || {
	cat "$work/log"
	fail 'the project does not build'
}
