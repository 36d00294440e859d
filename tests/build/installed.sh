#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What a programmer does with an installed copy: compile a program of fifteen
# lines by pkg-config, and see the kernel deny a file.  With the argument
# --static, the same without a shared library.
. "$(dirname "$0")/lib.sh"

program=$TOP/tests/build/sandboxed.c
# A sandboxed process cannot look for its own leaks.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"

lines=$(sed -n '/^\/\* begin/,/^\/\* end/p' "$program" | sed '1d;$d' | wc -l)
[ "$lines" -le 15 ] && [ "$lines" -gt 0 ] || fail "$lines lines of sandbox"

pkg_config --validate || fail 'liblandlock.pc is not valid'
version=$(sed -n "s/^  version: '\(.*\)',/\1/p" "$TOP/meson.build")
[ "$(pkg_config --modversion)" = "$version" ] ||
	fail "liblandlock.pc is not of version $version"

static=${1-}
[ -z "$static" ] || need_static_libc
$CC "$program" -o "$work/program" $SANITIZE \
	$(pkg_config --cflags --libs) $static || fail 'does not link'
readelf -dW "$work/program" | grep 'NEEDED.*liblandlock' >"$work/needed"
if [ -n "$static" ]; then
	[ ! -s "$work/needed" ] || fail 'a static program needs liblandlock.so'
else
	grep -q 'liblandlock\.so\.0' "$work/needed" || fail 'not linked to .so.0'
fi

mkdir "$work/in" "$work/out"
: >"$work/in/file"
: >"$work/out/file"
run "$work/program" "$work/in" "$work/in/file" "$work/out/file"
status=$?
[ $status -ne 77 ] || skip 'this kernel has no Landlock'
[ $status -eq 0 ] || fail "the sandboxed program: status $status"
