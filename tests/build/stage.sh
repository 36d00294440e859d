#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds the library shared and static and installs it into a directory of its
# own, as a packager does, for the tests that use an installed copy.
#
# stage.sh STAMP MESON-OPTION...; also MESON, TOP and STAGE from the
# environment.
set -u

stamp=$1
shift
built=$STAGE.build
rm -rf "$STAGE" "$built"
# meson gives no jobserver on: ninja inside ninja, each for a short time.
{
	$MESON setup "$built" "$TOP" --prefix=/usr/local \
		-Ddefault_library=both "$@" &&
	$MESON compile -C "$built" landlock:shared_library \
		landlock:static_library landlock-denials:shared_library \
		landlock-denials:static_library &&
	$MESON install -C "$built" --no-rebuild --tags devel,runtime,man \
		--destdir "$STAGE"
} >"$stamp.log" 2>&1 || {
	cat "$stamp.log" >&2
	exit 1
}
: >"$stamp"
