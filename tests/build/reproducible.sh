#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Two builds give the same bytes: in other directories, at another depth, with
# another umask, locale, time zone and, for root, another user.  A release build
# does so as it is; one with debug information if the compiler is told, as
# packagers do, to leave out where the source was (-ffile-prefix-map).
. "$(dirname "$0")/lib.sh"

[ -n "$MESON" ] || skip 'there is no meson command'

# tree DIRECTORY: what a build reads.
tree() {
	mkdir -p "$1"
	for name in meson.build include src doc examples tests LICENSE \
			README.md; do
		cp -R "$TOP/$name" "$1"
	done
}

# build SOURCE BUILD DESTDIR MESON-OPTION...: installed as a packager does.
build() {
	source=$1
	built=$2
	installed=$3
	shift 3
	{
		$as $MESON setup "$built" "$source" --prefix=/usr \
			-Ddefault_library=both "$@" &&
		$as $MESON compile -C "$built" landlock:shared_library \
			landlock:static_library \
		landlock-denials:shared_library landlock-denials:static_library &&
		$as $MESON install -C "$built" --no-rebuild \
			--tags devel,runtime,man --destdir "$installed"
	} >"$work/log" 2>&1 || {
		cat "$work/log"
		fail "the build in $built"
	}
}

# sums DIRECTORY: modes, names, contents.
sums() {
	(cd "$1" && find . ! -type d -exec ls -l {} + |
		awk '{ print $1, $9, $10, $11 }' | sort &&
	 find . -type f -exec sha256sum {} + | sort -k 2)
}

# same NAME
same() {
	sums "$work/one/$1" >"$work/one.sums"
	sums "$work/two/$1" >"$work/two.sums"
	for file in liblandlock.so.0 liblandlock.a liblandlock.pc \
			liblandlock.h; do
		grep -q "/$file" "$work/one.sums" || fail "$1: no $file"
	done
	diff "$work/one.sums" "$work/two.sums" || fail "$1: the builds differ"
}

# A packager's flags may name one directory of these, as -ffile-prefix-map does.
unset CFLAGS CPPFLAGS LDFLAGS

as=
chmod 755 "$work"
tree "$work/one/source"
tree "$work/two/at/another/depth"
mkdir "$work/two/build"
nobody=
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null 2>&1; then
	chown -R nobody "$work/two"
	nobody="setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups
		env HOME=$work/two"
fi

# twice NAME MESON-OPTION...
twice() {
	name=$1
	shift
	map=
	[ "$name" = release ] || map=-Dc_args=-ffile-prefix-map
	one=$work/one/source
	two=$work/two/at/another/depth

	umask 022
	as='env LC_ALL=C TZ=UTC'
	build "$one" "$one/obj-$name" "$work/one/$name" "$@" \
		${map:+"$map=$one=."}
	umask 077
	as="$nobody env LC_ALL=C.UTF-8 LANG=de_DE.UTF-8 TZ=Asia/Kathmandu"
	build "$two" "$two/obj-$name" "$work/two/$name" "$@" \
		${map:+"$map=$two=."}
	umask 022
	same "$name"
}

# Also a build directory somewhere else, to which the sources are another path.
elsewhere() {
	as="$nobody env TZ=Asia/Kathmandu"
	rm -rf "$work/two/release"
	build "$work/two/at/another/depth" "$work/two/build/release" \
		"$work/two/release" -Dbuildtype=release
	same release
}

twice release -Dbuildtype=release
elsewhere
twice debug -Dbuildtype=debugoptimized
