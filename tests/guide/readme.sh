#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The first example of README.md and that of liblandlock.h compile and do what
# they say.
. "$(dirname "$0")/lib.sh"

# first FILE: the example that is in $work/FILE, with a path of this test.
first() {
	sed "s,/var/lib/app,$dir/app," "$work/$1" >"$work/first.c"
	grep -q "$dir/app" "$work/first.c" || fail "no example in the $1"
	# shellcheck disable=SC2046,SC2086
	$CC $warnings $SANITIZE -I"$work" "$here/readme.c" "$here/try.c" \
		-o "$work/program" $(pkg_config --cflags --libs) ||
		fail "the example in the $1 does not compile"
	rm -f "$dir/app/file"
	try "$dir"
	expect 'read /usr: allowed' 'write app: allowed' \
		"read: $(verdict fs.read_file EACCES)" \
		"connect: $(verdict net.connect_tcp EACCES)" \
		"signal: $(verdict scope.signal EPERM)"
	[ "$(level fs net scope)" -eq 0 ] || expect_message 'enforced'

	mv "$dir/app" "$dir/moved"
	! run "$work/program" "$dir" >"$work/out" 2>"$work/err" ||
		show 'a missing path is no error'
	expect_message "app\": it does not exist"
	mv "$dir/moved" "$dir/app"
}

mkdir "$dir/app"
: >"$dir/file"

awk '/^```c$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' \
	"$TOP/README.md" >"$work/readme"
first readme

{
	printf '#include <err.h>\n#include <liblandlock.h>\n'
	printf 'static void sandbox(void)\n{\n'
	sed -n '/struct llk_ruleset \*rs =/,/llk_ruleset_free/s/^ \*//p' \
		"$TOP/include/liblandlock.h"
	printf '}\n'
} >"$work/header"
first header
