#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Trap 13: a program that includes <linux/landlock.h>, or has a copy of its
# structures, includes our header too, before or after.
. "$(dirname "$0")/lib.sh"

# build FLAG...
build() {
	$CC -std=gnu11 -Wall -Wextra -Werror $SANITIZE "$@" \
		"$TOP/tests/build/kernel_header.c" -o "$work/program" \
		$(pkg_config --cflags --libs) || fail "does not compile: $*"
	run "$work/program" || fail "the program fails: $*"
}

build -DPRIVATE_COPY
build -DPRIVATE_COPY -DHEADER_FIRST
printf '#include <linux/landlock.h>\n' >"$work/kernel.c"
if $CC -fsyntax-only "$work/kernel.c" 2>/dev/null; then
	build -DKERNEL_HEADER
	build -DKERNEL_HEADER -DHEADER_FIRST
fi
