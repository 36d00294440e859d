#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Fetches what the matrix of kernels boots into the cache, ${XDG_CACHE_HOME:-
# ~/.cache}/liblandlock, unless it is there:
#
#   sh tests/vm/fetch.sh kernel MACHINE VERSION   a kernel of kernels.conf
#
# and, into a directory of the caller, packages with all that they need:
#
#   sh tests/vm/fetch.sh tree DIRECTORY SUITE PACKAGE...
#
# The packages come from the Debian mirror that apt is set up with, through apt
# itself, which checks signatures and checksums; its lists and settings for
# this are in the cache too, and nothing is installed.
# Exit status 77 if that cannot be done here.

set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
. "$here/../debian.sh"
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

# One at a time: apt's directory is not for two.
alone() {
	exec 9>"$cache/lock"
	flock 9
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

# matching PATTERN: the packages whose whole names match the extended regular
# expression, newest first.
matching() {
	grep -Ex "$1" "$work/names" | sort -rV
}

# begin_apt DIRECTORY: an apt of our own there, which knows no installed package
# and touches nothing outside of it.
begin_apt() {
	apt=$1
	export APT_CONFIG="$apt/apt.conf"
	site=$(APT_CONFIG='' mirror)
	[ -n "$site" ] || cannot 'apt has no Debian mirror among its sources'
	keys=$(keyring)
}

# For the kernels.
set_up_apt() {
	begin_apt "$cache/apt"
	{
		source_line bullseye amd64
		source_line bookworm amd64,arm64,i386,s390x
		source_line trixie amd64,s390x
		source_line trixie-backports amd64,arm64
	} >"$work/sources.list"
	# Lists of yesterday may name packages that are gone.
	if ! cmp -s "$work/sources.list" "$apt/sources.list" ||
	   [ -z "$(find "$apt/ready" -mtime -1 2>/dev/null)" ]; then
		update_apt
	fi
	apt-cache pkgnames linux- >"$work/names"
}

# The lists of $work/sources.list
update_apt() {
	rm -f "$apt/ready"
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
	: >"$apt/status"
	cp "$work/sources.list" "$apt/sources.list"
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

# download PACKAGE...: the first that is to be had, into $work/package.deb; its
# name into $name.  A mirror that is being renewed lists what it does not have.
download() {
	for name in "$@"; do
		rm -rf "$work/download"
		mkdir "$work/download"
		(cd "$work/download" && apt-get download "$name") \
			>"$work/log" 2>&1 || :
		mv "$work"/download/*.deb "$work/package.deb" 2>/dev/null &&
			return 0
		cat "$work/log" >&2
	done
	cannot "apt-get download failed: see above"
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
	names=$(matching "linux-binary-$pattern")
	[ -n "$names" ] || names=$(matching "linux-image-$pattern")
	[ -n "$names" ] || fail "the mirror has no Linux $version for $2"
	# shellcheck disable=SC2046,SC2086 # words
	download $(printf "%s:$2 " $names)
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
	alone
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
		download "linux-source-$version"
		printf 'Building user-mode Linux %s: a few minutes\n' "$version"
		sh "$here/uml.sh" "$work/package.deb" "$work/kernel"
		;;
	*)	fail "unknown machine $machine" ;;
	esac
	echo "$name" >"$kernel.package"
	mv "$work/kernel" "$kernel"
}

# fetch_tree DIRECTORY SUITE PACKAGE...: unpacked, not set up.
fetch_tree() {
	tree=$1
	suite=$2
	shift 2
	begin_apt "$work/apt"
	source_line "$suite" amd64 >"$work/sources.list"
	update_apt
	apt-get install -y --no-install-recommends --download-only "$@" \
		>"$work/log" 2>&1 || {
		cat "$work/log" >&2
		cannot 'apt-get install --download-only failed: see above'
	}
	for directory in bin sbin lib lib64; do
		mkdir -p "$tree/usr/$directory"
		ln -sfn "usr/$directory" "$tree/$directory"
	done
	for package in "$apt"/cache/archives/*.deb; do
		dpkg-deb --fsys-tarfile "$package" |
			tar -x --keep-directory-symlink -C "$tree"
	done
}

[ $# -ge 2 ] || fail 'usage: see the head of this file'
mkdir -p "$cache"
work=$(mktemp -d "$cache/work.XXXXXX")
what=$1
shift
case $what in
kernel)	fetch_kernel "$@" ;;
tree)	fetch_tree "$@" ;;
*)	fail "unknown: $what" ;;
esac
