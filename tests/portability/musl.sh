#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Gets what the tests need to be built with musl, and prints where cmocka and
# the headers of the kernel are.
# Exit status 77 if that cannot be had here.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$top/tests/lib.sh"
. "$top/tests/debian.sh"

need_mirror
need_packages musl-gcc musl-tools
headers=$cache/musl-headers
mkdir -p "$headers"
ln -sfn /usr/include/linux "$headers/linux"
ln -sfn /usr/include/asm-generic "$headers/asm-generic"
ln -sfn "/usr/include/$(gcc -print-multiarch)/asm" "$headers/asm"
printf '%s %s\n' \
	"$(sh "$top/tests/portability/cmocka.sh" musl musl-gcc)" "$headers"
