#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Writes a cross file for meson, and gets the compiler and cmocka for it:
#
#   sh tests/vm/cross.sh MACHINE FILE	arm64, i386 or s390x
#
# For Debian on amd64.  What is built for i386 runs there, with the C library of
# the compiler.  Exit status 77 if this cannot be had here.

set -eu
top=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$top/tests/lib.sh"
. "$top/tests/vm/lib.sh"

[ $# -eq 2 ] || die 'usage: see the head of this file'
machine=$1
file=$2
case $machine in
arm64)	cpu=aarch64 endian=little ;;
i386)	cpu=i686 endian=little ;;
s390x)	cpu=s390x endian=big ;;
*)	die "unknown machine $machine" ;;
esac
need_debian
need_commands "$cpu-linux-gnu-gcc"
sh "$top/tests/vm/fetch.sh" cmocka "$machine"

sysroot=${XDG_CACHE_HOME:-$HOME/.cache}/liblandlock/cmocka-$machine
libraries=$(echo "$sysroot"/usr/lib/*-linux-gnu)
cat >"$file" <<END
[binaries]
c = '$cpu-linux-gnu-gcc'
ar = '$cpu-linux-gnu-ar'
strip = '$cpu-linux-gnu-strip'
pkgconfig = 'pkg-config'
[host_machine]
system = 'linux'
cpu_family = '$(echo "$cpu" | sed 's/i686/x86/')'
cpu = '$cpu'
endian = '$endian'
[properties]
sys_root = '$sysroot'
pkg_config_libdir = '$libraries/pkgconfig'
END
[ "$machine" = i386 ] || exit 0

# The old tag for a path is for the libraries of libraries, too.
own=/usr/$cpu-linux-gnu/lib
set -- "-Wl,--dynamic-linker=$own/ld-linux.so.2" \
	-Wl,--disable-new-dtags "-Wl,-rpath,$own:$libraries"
echo 'int main(void) { return 0; }' |
	"$cpu-linux-gnu-gcc" "$@" -x c - -o "$file.probe"
"$file.probe" || cannot 'this kernel does not run programs for i386'
rm "$file.probe"
cat >>"$file" <<END
needs_exe_wrapper = false
[built-in options]
c_link_args = ['$1', '$2', '$3']
END
