#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds liblandlock in build/demo of the checkout, installs it there, compiles
# examples/demo.c against that copy and runs it.
#
#   sh examples/demo.sh
#
# Installs the packages that are missing where there is apt-get, and says so.

set -u
top=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
demo=$top/build/demo
. "$top/tests/lib.sh"

build() {
	meson setup "$demo/build" "$top" --prefix="$demo/installed" \
		--libdir=lib -Ddefault_library=both &&
	meson compile -C "$demo/build" landlock:shared_library \
		landlock:static_library &&
	meson install -C "$demo/build" --no-rebuild --tags devel,runtime
}

# As a user of the library compiles a program.
compile_demo() {
	PKG_CONFIG_PATH=$demo/installed/lib/pkgconfig
	export PKG_CONFIG_PATH
	cc "$top/examples/demo.c" -o "$demo/demo" \
		$(pkg-config --cflags --libs liblandlock) \
		-Wl,-rpath,"$demo/installed/lib"
}

[ "$#" -eq 0 ] || die 'usage: sh examples/demo.sh'
need cc python3 meson ninja pkg-config
rm -rf "$demo"
mkdir -p "$demo/open" "$demo/secret" ||
	die "Cannot write to $top: the demonstration is built there."

say 'Building liblandlock ...'
{ build && compile_demo; } >"$demo/log" 2>&1 || {
	cat "$demo/log"
	die 'The build failed: see above.'
}
say 'anyone may read this' >"$demo/open/hello.txt"
say 'nobody may read this' >"$demo/secret/key.txt"

cd "$demo" || exit 1
say "The program examples/demo.c on Linux $(uname -r):"
say
./demo open open/hello.txt secret/key.txt
status=$?
if [ $status -ne 0 ]; then
	die 'The demonstration did not go as it should: please report this.'
fi
