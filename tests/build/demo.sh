#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The program of examples/demo.sh shows what it promises, on this kernel.
. "$(dirname "$0")/lib.sh"

# A sandboxed process cannot look for its own leaks.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"

$CC -Wall -Wextra -Werror "$TOP/examples/demo.c" -o "$work/demo" $SANITIZE \
	$(pkg_config --cflags --libs) || fail 'does not link'

mkdir "$work/open" "$work/secret"
: >"$work/open/hello.txt"
: >"$work/secret/key.txt"
cd "$work" || exit 1
run ./demo open open/hello.txt secret/key.txt >output || {
	cat output
	fail 'the demonstration'
}
# Two files and two ports before, the same inside.
[ "$(grep -c '^  ' output)" -ge 8 ] || fail "tries too little: $(cat output)"
grep -q '^The report:' output || fail 'shows no report'
denied=$(grep -c 'Permission denied' output)
cannot=$(grep -c 'Not restricted: it takes' output)
[ $((denied + cannot)) -eq 2 ] || fail "$denied denied, $cannot not deniable"
