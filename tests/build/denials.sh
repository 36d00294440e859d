#!/bin/sh
# SPDX-License-Identifier: MIT
#
# An installed liblandlock-denials: its header alone in C and C++, a program
# through pkg-config, shared and from both archives, and what it needs.
. "$(dirname "$0")/lib.sh"

printf '#include <liblandlock-denials.h>\nint llk_nothing_else;\n' \
	>"$work/alone.c"
cp "$work/alone.c" "$work/alone.cc"
for cc in $(c_compilers); do
	$cc -std=c99 $warnings -I"$TOP/include" -fsyntax-only "$work/alone.c" ||
		fail "$cc -std=c99"
done
for cxx in $(cxx_compilers); do
	$cxx -std=c++11 $warnings -I"$TOP/include" -fsyntax-only \
		"$work/alone.cc" || fail "$cxx -std=c++11"
done

# shellcheck disable=SC2034
package=liblandlock-denials
program=$TOP/tests/build/denials.c
expected='llk_allow_path(rs, "/etc/passwd", LLK_FS_READ_FILE, 0);'
pkg_config --validate || fail 'liblandlock-denials.pc is not valid'
$CC "$program" -o "$work/shared" $SANITIZE $(pkg_config --cflags --libs) ||
	fail 'does not link'
[ "$(run "$work/shared")" = "$expected" ] || fail 'the program says otherwise'
# In any order: an archive has no name that the other one has, but for text.c.
for archives in 'liblandlock-denials liblandlock' \
		'liblandlock liblandlock-denials liblandlock'; do
	set --
	for name in $archives; do
		set -- "$@" "$(libdir)/$name.a"
	done
	$CC "$program" -o "$work/static" $SANITIZE $(pkg_config --cflags) "$@" ||
		fail "does not link with $archives"
	[ "$("$work/static")" = "$expected" ] || fail "linked with $archives"
done

[ -z "$SANITIZE" ] || exit 0
shared=$(libdir)/liblandlock-denials.so
readelf -dW "$shared" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
	sed 's/^libc\..*/libc/' | sort >"$work/needed"
printf 'libc\nliblandlock.so.0\n' | diff - "$work/needed" ||
	fail 'needs other libraries than libc and liblandlock'
readelf -dW "$shared" | grep -q 'SONAME.*\[liblandlock-denials\.so\.0\]' ||
	fail 'the soname is not liblandlock-denials.so.0'
readelf -SW "$(libdir)/liblandlock-denials.a" |
	sed -n 's/^ *\[ *[0-9]*\] *//p' |
	awk '$2 ~ /BITS|ARRAY/ { print $1, $5 }' |
	awk '/^\.(data|bss|tdata|tbss|init_array|fini_array|ctors|dtors)/ &&
		$1 !~ /^\.data\.rel\.ro/ && $2 !~ /^0+$/' >"$work/writable"
[ ! -s "$work/writable" ] ||
	fail "writable data or constructors: $(cat "$work/writable")"
