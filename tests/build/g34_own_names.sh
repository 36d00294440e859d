#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Trap 34: programs define landlock_*(), ll_*(), unveil() and pledge()
# themselves, static or not; the library stands beside them, shared or static.
. "$(dirname "$0")/lib.sh"

# A sandboxed process cannot look for its own leaks.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"

# build LIBRARY STATIC
build() {
	$CC -std=gnu11 -Wall -Wextra -Werror $SANITIZE -rdynamic \
		-DPROGRAM_STATIC="$2" $(pkg_config --cflags) \
		"$TOP/tests/build/own_names.c" -o "$work/program" $1 ||
		fail "does not link: '$2' with $1"
	run "$work/program" || fail "status $? of: '$2' with $1"
}

for storage in static ''; do
	build "$(pkg_config --libs)" "$storage"
	build "$(libdir)/liblandlock.a" "$storage"
done
