#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The guide's old way to have a sandbox in some builds only: what it leaves open
# depends on the machine that builds.
. "$(dirname "$0")/lib.sh"

# Without the macro: success, and no sandbox.
program optional-before.c optional.c
: >"$dir/file"
try "$dir"
expect 'sandbox: 0' 'write: allowed' 'truncate: allowed'

by_hand
CC="$CC -DHAVE_LINUX_LANDLOCK_H"
program optional-before.c optional.c
has fs.truncate || skip "this kernel's ABI is $abi, below 3"
try "$dir"
truncate=allowed
printf '#include <linux/landlock.h>\n' | $CC -E -dM - |
	grep -q LANDLOCK_ACCESS_FS_TRUNCATE && truncate=EACCES
expect 'sandbox: 0' 'write: EACCES' "truncate: $truncate"
