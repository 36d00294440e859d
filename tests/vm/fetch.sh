#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Fetches what the matrix of kernels boots into the cache, ${XDG_CACHE_HOME:-
# ~/.cache}/liblandlock, unless it is there:
#
#   sh tests/vm/fetch.sh kernel MACHINE VERSION   a kernel of kernels.conf
#   sh tests/vm/fetch.sh cmocka MACHINE           cmocka for cross compilation
#
# The packages come from the Debian mirror that apt is set up with, through apt
# itself, which checks signatures and checksums; its lists and settings for
# this are in the cache too, and nothing is installed.
# Exit status 77 if that cannot be done here.

set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liblandlock
work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
	printf 'fetch.sh: %s\n' "$*" >&2
	exit 1
}

# No mirror, no network: nothing is wrong with what there is.
cannot() {
	printf 'fetch.sh: %s\n' "$*" >&2
	exit 77
}

# The mirror: the first source of packages that is laid out as Debian's.
mirror() {
	# shellcheck disable=SC2016 # apt's own format
	apt-get indextargets --format '$(SITE)' 'Created-By: Packages' |
		sed -n 's,/*$,,; /\/debian$/{p;q}'
}

keyring() {
	for file in /usr/share/keyrings/debian-archive-keyring.*; do
		[ -r "$file" ] && echo "$file" && return
	done
	cannot 'install debian-archive-keyring: no keys to check packages with'
}

# source_line SUITE ARCHITECTURES
source_line() {
	echo "deb [arch=$2 signed-by=$keys] $site $1 main"
}

# newest PATTERN: the newest package whose whole name matches the extended
# regular expression; nothing if there is none.
newest() {
	grep -Ex "$1" "$work/names" | sort -V | tail -n 1
}

# An apt of our own: it knows no installed package and touches nothing outside
# of its directory.
set_up_apt() {
	apt=$cache/apt
	export APT_CONFIG="$apt/apt.conf"
	# Lists of yesterday may name packages that are gone.
	fresh=$(find "$apt/ready" -newer "$0" -mtime -1 2>/dev/null || :)
	[ -n "$fresh" ] || update_apt
	apt-cache pkgnames linux- >"$work/names"
}

update_apt() {
	site=$(APT_CONFIG='' mirror)
	[ -n "$site" ] || cannot 'apt has no Debian mirror among its sources'
	keys=$(keyring)
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
	: >"$apt/status"
	{
		source_line bullseye amd64
		source_line bookworm amd64,arm64,i386,s390x
		source_line trixie amd64,s390x
		source_line trixie-backports amd64,arm64
	} >"$apt/sources.list"
	cat >"$apt/apt.conf" <<-END
	Dir::State::status "$apt/status";
	Dir::State::lists "$apt/lists";
	Dir::Cache "$apt/cache";
	Dir::Cache::pkgcache "pkgcache.bin";
	Dir::Cache::srcpkgcache "srcpkgcache.bin";
	Dir::Etc::sourcelist "$apt/sources.list";
	Dir::Etc::sourceparts "/dev/null";
	Dir::Etc::preferences "/dev/null";
	Dir::Etc::preferencesparts "/dev/null";
	Acquire::Languages "none";
	Acquire::Retries "3";
	APT::Architecture "amd64";
	APT::Architectures { "amd64"; "arm64"; "i386"; "s390x"; };
	APT::Sandbox::User "$(id -un)";
	END
	apt-get update >"$apt/log" 2>&1 || {
		cat "$apt/log" >&2
		cannot 'apt-get update failed: see above'
	}
	: >"$apt/ready"
}

# download PACKAGE: into $work/package.deb
download() {
	mkdir "$work/download"
	(cd "$work/download" && apt-get download "$1") >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		cannot "apt-get download $1 failed: see above"
	}
	mv "$work"/download/*.deb "$work/package.deb"
	rmdir "$work/download"
}

# The newer packages have the kernel beside its modules.
boot_file() {
	dpkg-deb --fsys-tarfile "$work/package.deb" |
		tar -xO --wildcards './boot/vmlinu*' \
			'./usr/lib/modules/*/vmlinu*' >"$1" 2>"$work/log" ||
	[ -s "$1" ] || fail "no kernel in $name"
}

# unpack_kernel FLAVOUR ARCHITECTURE OUTPUT.  From 6.19 the package called
# linux-image has no image.
unpack_kernel() {
	pattern="$(printf '%s' "$version" | sed 's/[.]/[.]/g')[.].*-$1"
	name=$(newest "linux-binary-$pattern")
	[ -n "$name" ] || name=$(newest "linux-image-$pattern")
	[ -n "$name" ] || fail "the mirror has no Linux $version for $2"
	download "$name:$2"
	boot_file "$3"
}

fetch_kernel() {
	machine=$1
	version=$2
	# uml.sh is the configuration and the edit.
	case $machine in
	uml)	made=-$(sha256sum "$here/uml.sh" | cut -c 1-12) ;;
	*)	made= ;;
	esac
	kernel=$cache/kernels/$version-$machine$made
	[ ! -s "$kernel" ] || return 0
	printf 'Fetching Linux %s for %s\n' "$version" "$machine"
	set_up_apt
	mkdir -p "$cache/kernels"
	case $machine in
	amd64)
		unpack_kernel cloud-amd64 amd64 "$work/bzimage"
		python3 "$here/vmlinux.py" "$work/bzimage" "$work/kernel"
		;;
	arm64)	unpack_kernel cloud-arm64 arm64 "$work/kernel" ;;
	s390x)	unpack_kernel s390x s390x "$work/kernel" ;;
	uml)
		name=linux-source-$version
		download "$name"
		printf 'Building user-mode Linux %s: a few minutes\n' "$version"
		sh "$here/uml.sh" "$work/package.deb" "$work/kernel"
		;;
	*)	fail "unknown machine $machine" ;;
	esac
	echo "$name" >"$kernel.package"
	mv "$work/kernel" "$kernel"
}

fetch_cmocka() {
	tree=$cache/cmocka-$1
	[ ! -d "$tree" ] || return 0
	printf 'Fetching cmocka for %s\n' "$1"
	set_up_apt
	# The oldest, since it has to run with the compiler's C library.
	for package in libcmocka-dev libcmocka0; do
		download "$package:$1/bookworm"
		dpkg-deb -x "$work/package.deb" "$work/tree"
	done
	mv "$work/tree" "$tree"
}

[ $# -ge 2 ] || fail 'usage: see the head of this file'
mkdir -p "$cache"
work=$(mktemp -d "$cache/work.XXXXXX")
what=$1
shift
case $what in
kernel)	fetch_kernel "$@" ;;
cmocka)	fetch_cmocka "$@" ;;
*)	fail "unknown: $what" ;;
esac
