#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The unit and live suites on every kernel of kernels.conf, from one without
# Landlock to the newest, and on other processors; prints a table.
#
#   sh tests/vm/matrix.sh [NAME...]      all kernels, or those named
#
# Fetches the kernels, once, into ${XDG_CACHE_HOME:-~/.cache}/liblandlock (600
# MB), builds the tests in build/ of the checkout, and boots every kernel in
# qemu, for which neither KVM nor root is needed.  For Debian on amd64: installs
# the packages that are missing, and says so.  matrix.py says what the table
# means; its other options may be given here too.

set -eu
top=$(cd "$(dirname "$0")/../.." && pwd -P)
here=$top/tests/vm
. "$top/tests/lib.sh"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liblandlock

# package COMMAND: the Debian package that has it
package() {
	case $1 in
	qemu-system-x86_64)	echo qemu-system-x86 ;;
	qemu-system-aarch64)	echo qemu-system-arm ;;
	qemu-system-s390x)
		# Its own only from Debian 13 on.
		if apt-cache show qemu-system-s390x >/dev/null 2>&1; then
			echo qemu-system-s390x
		else
			echo qemu-system-misc
		fi ;;
	aarch64-linux-gnu-gcc)
		echo gcc-aarch64-linux-gnu libc6-dev-arm64-cross ;;
	s390x-linux-gnu-gcc)
		echo gcc-s390x-linux-gnu libc6-dev-s390x-cross ;;
	readelf)		echo binutils ;;
	xz)			echo xz-utils ;;
	*)			echo "$1" ;;
	esac
}

need_commands() {
	wanted=
	for command in "$@"; do
		command -v "$command" >/dev/null ||
			wanted="$wanted $(package "$command")"
	done
	# Words without spaces.
	# shellcheck disable=SC2086
	[ -z "$wanted" ] || apt_install $wanted
}

# MACHINE VERSION of the chosen kernels, each once
machines() {
	awk -v names=" $names " '
		!/^#/ && NF && (names ~ /^ *$/ || index(names, " " $1 " ")) {
			if (!seen[$2, $3]++)
				print $2, $3
		}' "$here/kernels.conf"
}

uses() {
	machines | grep -q "^$1 "
}

cross_file() {
	case $1 in
	arm64)	cpu=aarch64 endian=little ;;
	s390x)	cpu=s390x endian=big ;;
	esac
	cat <<-END
	[binaries]
	c = '$cpu-linux-gnu-gcc'
	ar = '$cpu-linux-gnu-ar'
	strip = '$cpu-linux-gnu-strip'
	pkgconfig = 'pkg-config'
	[properties]
	sys_root = '$cache/cmocka-$1'
	pkg_config_libdir = '$cache/cmocka-$1/usr/lib/$cpu-linux-gnu/pkgconfig'
	[host_machine]
	system = 'linux'
	cpu_family = '$cpu'
	cpu = '$cpu'
	endian = '$endian'
	END
}

# build MACHINE [MESON-OPTION...]: in build/vm-MACHINE, logged beside it
build() {
	out=$top/build/vm-$1
	shift
	say "Building the tests in $out"
	mkdir -p "$top/build"
	if [ ! -e "$out/build.ninja" ]; then
		meson setup "$out" "$top" "$@" >"$out.log" 2>&1 || {
			cat "$out.log" >&2
			die "meson setup failed: see above"
		}
	fi
	# First what meson knows of the tests, should that have changed.
	ninja -C "$out" build.ninja >"$out.log" 2>&1 &&
	python3 "$here/matrix.py" --build "$out" --list >"$out.targets" &&
	xargs ninja -C "$out" <"$out.targets" >"$out.log" 2>&1 || {
		cat "$out.log" >&2
		die "the tests do not build: see above"
	}
}

build_cross() {
	sh "$here/fetch.sh" cmocka "$1"
	mkdir -p "$top/build"
	cross_file "$1" >"$top/build/vm-$1.cross"
	build "$1" --cross-file "$top/build/vm-$1.cross"
}

names=
for argument in "$@"; do
	case $argument in
	-*)	;;
	*)	names="$names $argument" ;;
	esac
done

need cc python3 meson ninja pkg-config cmocka
need_commands readelf xz
set -- --complete "$@"
if uses amd64; then
	need_commands qemu-system-x86_64 zstd lz4
fi
if uses uml; then
	need_commands make flex bison bc
fi
if uses amd64 || uses uml; then
	build amd64
	set -- --build "amd64=$top/build/vm-amd64" "$@"
fi
if uses arm64; then
	need_commands qemu-system-aarch64 aarch64-linux-gnu-gcc
	build_cross arm64
	set -- --build "arm64=$top/build/vm-arm64" "$@"
fi
if uses s390x; then
	need_commands qemu-system-s390x s390x-linux-gnu-gcc
	build_cross s390x
	set -- --build "s390x=$top/build/vm-s390x" "$@"
fi
machines | while read -r machine version; do
	sh "$here/fetch.sh" kernel "$machine" "$version"
done
exec python3 "$here/matrix.py" "$@"
