#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Prints meson's cross file for a processor, by its name in Debian, and gets
# Debian's cross compiler and cmocka for it:
#
#   sh tests/cross.sh MACHINE qemu		qemu-user runs the programs
#   sh tests/cross.sh MACHINE here		this kernel does
#   sh tests/cross.sh MACHINE elsewhere		nothing here does
#
# Exit status 77 if that cannot be had here: it takes Debian on amd64.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd -P)
. "$top/tests/lib.sh"
. "$top/tests/debian.sh"
endian=little
case $1 in
arm64)	triplet=aarch64-linux-gnu family=aarch64 cpu=aarch64 qemu=aarch64 ;;
armhf)	triplet=arm-linux-gnueabihf family=arm cpu=armv7 qemu=arm ;;
i386)	triplet=i686-linux-gnu family=x86 cpu=i686 qemu=i386 ;;
ppc64el) triplet=powerpc64le-linux-gnu family=ppc64 cpu=ppc64le qemu=ppc64le ;;
riscv64) triplet=riscv64-linux-gnu family=riscv64 cpu=riscv64 qemu=riscv64 ;;
s390x)	triplet=s390x-linux-gnu family=s390x cpu=s390x qemu=s390x endian=big ;;
*)	die "unknown machine $1" ;;
esac

need_mirror
need_packages "$triplet-gcc" "gcc-$triplet" "libc6-dev-$1-cross"
cmocka=$(sh "$top/tests/portability/cmocka.sh" "$1" "$triplet-gcc")
libraries=/usr/$triplet/lib
# ld-linux.so.2, ld64.so.1, ...: the one name that is not a library's.
loader=-Wl,--dynamic-linker=$(echo "$libraries"/ld*.so.*)
path=-Wl,-rpath,$libraries

runs_here() {
	program=$(mktemp)
	echo 'int main(void) { return 0; }' |
		"$triplet-gcc" "$loader" "$path" -x c - -o "$program" &&
		"$program" >/dev/null 2>&1
	status=$?
	rm -f "$program"
	return $status
}

# Programs that run here name their loader and where its libraries are: qemu need
# not put another directory in the place of "/".
options="c_link_args = ['$loader', '$path']"
wrapper=''
property=''
case $2 in
qemu)	need_packages "qemu-$qemu" qemu-user
	wrapper="exe_wrapper = 'qemu-$qemu'" ;;
here)	runs_here || skip "this kernel does not run programs for $1"
	property='needs_exe_wrapper = false' ;;
elsewhere) options='' ;;
*)	die "unknown: $2" ;;
esac

cat <<END
[binaries]
c = '$triplet-gcc'
ar = '$triplet-ar'
strip = '$triplet-strip'
pkgconfig = 'pkg-config'
$wrapper
[built-in options]
$options
[properties]
pkg_config_libdir = '$cmocka'
$property
[host_machine]
system = 'linux'
cpu_family = '$family'
cpu = '$cpu'
endian = '$endian'
END
