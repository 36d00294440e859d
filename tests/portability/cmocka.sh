#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds cmocka for another compiler, from Debian's source, into the cache:
#
#   sh tests/portability/cmocka.sh NAME COMPILER
#
# Prints where its pkg-config file is.  It is one C file, and of the oldest
# version that the tests work with.
# Exit status 77 if the source cannot be had here.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$top/tests/lib.sh"
. "$top/tests/debian.sh"

name=$1
compiler=$2
tree=$cache/cmocka-built-$name
if [ ! -e "$tree/cmocka.pc" ]; then
	need_mirror
	mkdir -p "$cache"
	work=$(mktemp -d "$cache/work.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	source_of cmocka bookworm "$work"
	mkdir -p "$tree"
	cp -R "$work"/cmocka-*/include "$tree"
	"$compiler" -O2 -fPIC -shared -Wl,-soname,libcmocka.so \
		-DHAVE_SIGNAL_H -DHAVE_STRSIGNAL \
		-DHAVE_STRUCT_TIMESPEC -DHAVE_CLOCK_REALTIME \
		-DHAVE_GCC_THREAD_LOCAL_STORAGE -I"$tree/include" \
		"$work"/cmocka-*/src/cmocka.c -o "$tree/libcmocka.so"
	version=$(cd "$work" && echo cmocka-*.*.*/)
	version=${version#cmocka-}
	cat >"$work/cmocka.pc" <<-END
	Name: cmocka
	Description: Unit tests
	Version: ${version%/}
	Cflags: -I$tree/include
	Libs: -L$tree -Wl,-rpath,$tree -lcmocka
	END
	mv "$work/cmocka.pc" "$tree/cmocka.pc"
fi
printf '%s\n' "$tree"
