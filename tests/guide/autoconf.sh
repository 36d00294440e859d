#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The guide's autoconf project, with the library installed and without.
. "$(dirname "$0")/lib.sh"
# shellcheck source=project.sh
. "$here/project.sh"

for tool in autoreconf automake make pkg-config; do
	command -v $tool >/dev/null 2>&1 || skip "there is no $tool command"
done
[ -e "$(aclocal --print-ac-dir)/pkg.m4" ] || skip 'there is no pkg.m4'
make_project configure.ac Makefile.am
(cd "$project" && autoreconf -i -Wall -Werror) >"$work/log" 2>&1 || {
	cat "$work/log"
	fail 'autoreconf'
}

# configure NAME LIBDIR OPTION...: sees the liblandlock.pc of one directory.
configure() {
	mkdir "$work/$1" && cd "$work/$1" || exit 1
	libdir=$2
	shift 2
	PKG_CONFIG_LIBDIR=$libdir PKG_CONFIG_PATH='' \
	PKG_CONFIG_SYSROOT_DIR=$STAGE \
		"$project/configure" CC="$CC" \
		CFLAGS="-Wall -Wextra -Werror $SANITIZE" "$@" \
		>"$work/log" 2>&1
}

build() {
	{ configure "$@" && make >>"$work/log" 2>&1; } || {
		cat "$work/log"
		fail "the build $1"
	}
	cp "$work/$1/app" "$work/program"
}

build with "$pkgconfig"
expect_sandbox
build disabled "$pkgconfig" --without-landlock
expect_no_sandbox
build without "$work/empty"
expect_no_sandbox
! configure missing "$work/empty" --with-landlock ||
	fail '--with-landlock, although the library is not there'
grep -q "liblandlock" "$work/log" || {
	cat "$work/log"
	fail 'another error than the missing library'
}
