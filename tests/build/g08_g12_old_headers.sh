#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Traps 8 and 12: the library compiles where the system's headers know nothing
# of Landlock: no <linux/landlock.h>, no system call numbers.
. "$(dirname "$0")/lib.sh"

mkdir -p "$work/old/linux" "$work/old/sys"
printf '#error "a header that old systems lack"\n' >"$work/old/linux/landlock.h"
{
	printf '#include_next <sys/syscall.h>\n'
	for call in create_ruleset add_rule restrict_self; do
		printf '#undef SYS_landlock_%s\n' $call
		printf '#undef __NR_landlock_%s\n' $call
	done
} >"$work/old/sys/syscall.h"

for cc in $(c_compilers); do
	for source in "$TOP"/src/*.c; do
		$cc -std=c11 -Wall -Wextra -Werror -isystem "$work/old" \
			-I"$TOP/include" -c "$source" -o "$work/object.o" ||
			fail "$cc, old headers: ${source##*/}"
	done
done
