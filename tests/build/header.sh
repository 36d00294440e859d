#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The public header alone, with nothing included before it: C99, C11, C++11.
. "$(dirname "$0")/lib.sh"

printf '#include <liblandlock.h>\nint llk_nothing_else;\n' >"$work/alone.c"
cp "$work/alone.c" "$work/alone.cc"

for cc in $(c_compilers); do
	for std in c99 c11 gnu17; do
		$cc -std=$std $warnings -I"$TOP/include" -fsyntax-only \
			"$work/alone.c" || fail "$cc -std=$std"
	done
done
for cxx in $(cxx_compilers); do
	for std in c++11 c++17; do
		$cxx -std=$std $warnings -I"$TOP/include" -fsyntax-only \
			"$work/alone.cc" || fail "$cxx -std=$std"
	done
done

# No kernel header, directly or through another.
$CC -M -I"$TOP/include" "$work/alone.c" >"$work/includes" || fail "$CC -M"
grep -q 'liblandlock\.h' "$work/includes" || fail 'the list lacks the header'
if grep -E '/(linux|asm|asm-generic)/' "$work/includes"; then
	fail 'the header includes a kernel header'
fi
for name in $(sed -n 's/^# *include *//p' "$TOP/include/liblandlock.h"); do
	case $name in
	'<stddef.h>' | '<stdint.h>' | '<sys/types.h>') ;;
	*) fail "the header includes $name" ;;
	esac
done
