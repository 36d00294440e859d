#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The guide's meson project, with the library installed and without.
. "$(dirname "$0")/lib.sh"
# shellcheck source=project.sh
. "$here/project.sh"

[ -n "$MESON" ] || skip 'there is no meson command'
command -v ninja >/dev/null 2>&1 || skip 'there is no ninja command'
make_project meson.build meson_options.txt

# configure NAME LIBDIR OPTION...: sees the liblandlock.pc of one directory.
configure() {
	name=$1
	libdir=$2
	shift 2
	# shellcheck disable=SC2086
	PKG_CONFIG_LIBDIR=$libdir PKG_CONFIG_PATH='' \
	PKG_CONFIG_SYSROOT_DIR=$STAGE \
		$MESON setup "$work/$name" "$project" -Dwerror=true \
		-Dwarning_level=2 -Dc_args="$SANITIZE" \
		-Dc_link_args="$SANITIZE" "$@" >"$work/log" 2>&1
}

build() {
	{ configure "$@" && ninja -C "$work/$1" >>"$work/log" 2>&1; } || {
		cat "$work/log"
		fail "the build $1"
	}
	cp "$work/$1/app" "$work/program"
}

build with "$pkgconfig"
expect_sandbox
build told "$pkgconfig" -Dlandlock=enabled
expect_sandbox
build disabled "$pkgconfig" -Dlandlock=disabled
expect_no_sandbox
build without "$work/empty"
expect_no_sandbox
! configure missing "$work/empty" -Dlandlock=enabled ||
	fail 'enabled, although the library is not there'
grep -qi 'liblandlock.*not found' "$work/log" || {
	cat "$work/log"
	fail 'another error than the missing library'
}
