#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A packager's machine with a C compiler, meson and ninja alone, no cmocka: the
# library builds, meson says that tests are left out, and the install tags split
# it into what programs need to run and what they need to be built.
. "$(dirname "$0")/lib.sh"

[ -n "$MESON" ] || skip 'there is no meson command'

# No cmocka, by whatever means meson looks for it.
cat >"$work/native" <<END
[binaries]
pkg-config = '$work/none'
pkgconfig = '$work/none'
cmake = '$work/none'
END
{
	$MESON setup "$work/build" "$TOP" --native-file "$work/native" \
		--prefix=/usr -Dbuildtype=release -Dwerror=true \
		-Ddefault_library=both &&
	$MESON compile -C "$work/build" landlock:shared_library \
		landlock:static_library \
		landlock-denials:shared_library landlock-denials:static_library
} >"$work/log" 2>&1 || {
	cat "$work/log"
	fail 'does not build'
}
grep -q 'WARNING: cmocka is not there' "$work/log" || {
	cat "$work/log"
	fail 'no word of the tests that are left out'
}

# installed TAG: the files, without directories
installed() {
	$MESON install -C "$work/build" --no-rebuild --tags "$1" \
		--destdir "$work/$1" >"$work/log" 2>&1 || {
		cat "$work/log"
		fail "install --tags $1"
	}
	(cd "$work/$1" && find . ! -type d) | sed 's,.*/,,' | sort
}

# Each library has its header, its pkg-config file and three names.
installed runtime >"$work/names"
grep -vx 'lib.*\.so\.[0-9.]*' "$work/names" &&
	fail 'tagged as needed to run programs'
[ "$(grep -c '^liblandlock\.so\.' "$work/names")" -eq 2 ] ||
	fail "to run programs: $(cat "$work/names")"
installed devel >"$work/names"
printf '%s\n' liblandlock.a liblandlock.h liblandlock.pc liblandlock.so \
	>"$work/wanted"
[ -z "$(comm -13 "$work/names" "$work/wanted")" ] ||
	fail "to build programs: $(cat "$work/names")"
grep -x '.*\.so\.[0-9.]*' "$work/names" && fail 'tagged as for building programs'
exit 0
