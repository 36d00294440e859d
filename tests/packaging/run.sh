#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Packages the last commit as distributions do, and uses the packages:
#
#   sh tests/packaging/run.sh
#
# Makes a tarball with meson dist; in a clean Debian 13, as an ordinary user,
# builds Debian packages from it, with its tests; holds them against lintian;
# installs them; builds and runs a program by pkg-config, shared and static; runs
# autopkgtest.  Then the same idea with rpmbuild.  Debian 13, since its debhelper,
# lintian and meson are those of the newest stable release, and it does not move.
#
# debian/ here is the smallest that shows that no patch is needed.  The one that
# counts is the distribution's.
# Exit status 77 if this cannot be done here: it takes root and a Debian mirror.

set -u
top=$(cd "$(dirname "$0")/../.." && pwd -P) || exit 1
here=$top/tests/packaging
. "$top/tests/lib.sh"
. "$top/tests/debian.sh"

work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# step TEXT COMMAND...
step() {
	text=$1
	shift
	began=$(date +%s)
	if "$@" >"$work/log" 2>&1; then
		printf '%-46s%d s\n' "$text" $(($(date +%s) - began))
		return 0
	fi
	tail -n 100 "$work/log"
	mkdir -p "$top/build"
	cp "$work/log" "$top/build/packages.failed.log"
	die "FAILED: $text; the whole log is build/packages.failed.log"
}

# in_system USER COMMAND...: in the unpacked source.
in_system() {
	user=$1
	shift
	enter "$root" "$user" sh -c 'cd "$0" && exec "$@"' "$source" "$@"
}

tarball() {
	# The repository may be another user's.
	export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory
	export GIT_CONFIG_VALUE_0="$top"
	meson setup "$work/dist" "$top" &&
	meson dist -C "$work/dist" --no-tests --allow-dirty &&
	mv "$work"/dist/meson-dist/*.tar.xz "$work"
}

unpack() {
	mkdir "$root" &&
	tar -xf "$system" -C "$root" &&
	mkdir -p "$root/build/rpm" &&
	tar -xf "$work/liblandlock-$version.tar.xz" -C "$root/build" &&
	cp "$work/liblandlock-$version.tar.xz" \
		"$root/build/liblandlock_$version.orig.tar.xz" &&
	cp "$work/liblandlock-$version.tar.xz" "$root/build/rpm" &&
	debian "$root$source/debian" &&
	spec >"$root/build/rpm/liblandlock.spec" &&
	chroot "$root" chown -R builder:builder /build
}

# debian DIRECTORY
debian() {
	mkdir "$1" &&
	cp -R "$here/debian/." "$1" &&
	rm "$1"/library.* &&
	changelog >"$1/changelog" &&
	license "$top/LICENSE" >"$1/copyright" &&
	libraries "$1" &&
	manuals "$1"
}

# Each symbol map is that of a shared library, with a package of its own.  Its
# symbols are those of the nodes, which tests/build/abi.txt names one by one.
libraries() {
	depends=
	for map in "$top"/src/lib*.map; do
		library=$(basename "$map" .map)
		package=$library$soname
		depends="$depends, $package (= \${binary:Version})"
		for part in control install symbols; do
			sed "s/@LIBRARY@/$library/g; s/@SONAME@/$soname/g" \
				"$here/debian/library.$part" >"$work/$part"
		done
		sed -n 's/^\([A-Z_]*_\([0-9.]*\)\) {/ (symver)\1 \2/p' "$map" \
			>>"$work/symbols"
		cat "$work/control" >>"$1/control"
		mv "$work/install" "$1/$package.install"
		mv "$work/symbols" "$1/$package.symbols"
	done
	sed -i "s/@LIBRARIES@/${depends#, }/" "$1/control"
}

changelog() {
	cat <<-END
	liblandlock ($version-1) unstable; urgency=medium

	  * The package of a test.

	 -- Packaging Test <packaging@liblandlock.example>  $(date -R -d \
		"@$(git -C "$top" log -1 --format=%ct 2>/dev/null || echo 0)")
	END
}

# license FILE: as debian/copyright wants it.
license() {
	sed "s/@COPYRIGHT@/$(sed -n 's/^Copyright (c) //p' "$1")/" \
		"$here/debian/copyright" &&
	sed '1,/^Copyright/d' "$1" | sed '1{/^$/d}; s/^/ /; s/^ $/ ./'
}

has_manuals() {
	ls "$root$source"/doc/*.[37] >/dev/null 2>&1
}

manuals() {
	! has_manuals || echo 'usr/share/man/man*' >>"$1/liblandlock-dev.install"
}

spec() {
	manuals=
	! has_manuals || manuals='%{_mandir}/man*/*'
	sed "s,@VERSION@,$version,; s,@MANUALS@,$manuals," \
		"$here/liblandlock.spec"
}

build_debian() {
	in_system builder dpkg-buildpackage -us -uc
}

# Every tag counts, but for those that accepted.tags gives a reason for.
check_lintian() {
	cp "$here/lintian.accepted" "$root/build" &&
	in_system builder lintian --pedantic --display-info \
		--fail-on error,warning,info,pedantic --tag-display-limit 0 \
		--suppress-tags-from-file /build/lintian.accepted \
		"/build/liblandlock_$version-1_$(dpkg --print-architecture).changes"
}

# What lintian does not say: the linker's hardening is there, and nothing but
# the library is in the package that users get.
check_contents() {
	for package in "$root"/build/lib*"$soname"_*.deb; do
		contents=$work/contents/${package##*/}
		mkdir -p "$contents"
		dpkg-deb -x "$package" "$contents" || return 1
		(cd "$contents" && find . ! -type d ! -path './usr/share/doc/*' |
			sort) >"$work/files"
		cat "$work/files"
		[ "$(wc -l <"$work/files")" -eq 2 ] &&
		! grep -v '^\./usr/lib/[^/]*/lib[^/]*\.so\.' "$work/files" &&
		readelf -dW "$contents/$(head -n 1 "$work/files")" |
			grep 'FLAGS.*NOW' || return 1
	done
}

use_installed() {
	in_system builder sh debian/tests/installed
}

# by_shell USER TEXT: with wildcards
by_shell() {
	in_system "$1" sh -c "$2"
}

run_autopkgtest() {
	by_shell root 'autopkgtest --no-built-binaries /build/*.deb ./ -- null'
}

# What is installed is not in a database of rpm here, so --nodeps; and the
# linker looks for libraries where Debian has them.
build_rpm() {
	by_shell builder 'cd /build/rpm && rpmbuild -ba --nodeps \
		--define "_topdir /build/rpm" --define "_sourcedir /build/rpm" \
		--define "_libdir /usr/lib/$(gcc -print-multiarch)" \
		--define "debug_package %{nil}" liblandlock.spec'
}

# Names of the symbols' versions and of pkg-config are what other packages
# depend on; then the same program with these files.
check_rpm() {
	by_shell builder '
		set -e
		cd /build/rpm
		rpm -qp --provides RPMS/*/liblandlock-[0-9]*.rpm |
			grep -F "liblandlock.so.0(LIBLANDLOCK_0.1)"
		rpm -qp --list RPMS/*/liblandlock-devel-*.rpm
		mkdir installed
		cd installed
		for package in ../RPMS/*/*.rpm; do
			rpm2cpio "$package" | cpio -id
		done' &&
	by_shell root 'dpkg --purge $(dpkg-query -W -f "\${Package} " \
			"liblandlock*") &&
		cp -R /build/rpm/installed/usr / && ldconfig' &&
	use_installed
}

need_root
need_mirror
[ -e "$top/.git" ] || skip 'needs the git repository: meson dist is made of it'
need meson ninja git xz
clean_system packaging trixie build-essential debhelper meson libcmocka-dev \
	pkgconf lintian autopkgtest rpm cpio
work=$(mktemp -d "${TMPDIR:-/var/tmp}/liblandlock-packaging.XXXXXX") || exit 1
root=$work/root
version=$(sed -n "s/^  version: '\(.*\)',/\1/p" "$top/meson.build")
soname=$(sed -n "s/^library_version = '\([0-9]*\)\..*/\1/p" "$top/meson.build")
source=/build/liblandlock-$version

step 'meson dist' tarball
step 'a clean Debian' unpack
step 'dpkg-buildpackage, with the tests' build_debian
step 'lintian' check_lintian
step 'contents of the packages' check_contents
step 'install' by_shell root 'dpkg -i /build/liblandlock*.deb'
step 'a program, shared and static' use_installed
step 'autopkgtest' run_autopkgtest
step 'rpmbuild, with the unit tests' build_rpm
step 'contents of the RPM packages, and a program' check_rpm
