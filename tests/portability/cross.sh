#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Prints meson's cross file for a processor, by its name in Debian:
#
#   sh tests/portability/cross.sh MACHINE
#
# The compiler is Debian's cross compiler, and qemu-user runs the programs.
# Exit status 77 if that cannot be had here: it takes Debian on amd64.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd -P)
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
need_packages "qemu-$qemu" qemu-user
cmocka=$(sh "$top/tests/portability/cmocka.sh" "$1" "$triplet-gcc")
libraries=/usr/$triplet/lib
# ld-linux.so.2, ld64.so.1, ...: the one name that is not a library's.
loader=$(echo "$libraries"/ld*.so.*)

# Programs name their loader and where its libraries are, so that qemu need not
# put another directory in the place of "/".
cat <<END
[binaries]
c = '$triplet-gcc'
ar = '$triplet-ar'
strip = '$triplet-strip'
pkgconfig = 'pkg-config'
exe_wrapper = 'qemu-$qemu'
[built-in options]
c_link_args = ['-Wl,--dynamic-linker=$loader',
  '-Wl,-rpath,$libraries']
[properties]
pkg_config_libdir = '$cmocka'
[host_machine]
system = 'linux'
cpu_family = '$family'
cpu = '$cpu'
endian = '$endian'
END
