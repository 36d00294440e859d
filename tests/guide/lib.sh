# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Sourced by the scripts of this directory: takes the code out of the guide,
# compiles it with a driver, runs it and looks at what was allowed.  Needs what
# tests/build/lib.sh needs, and EXAMPLES, the directory of the built examples.
# shellcheck source=../build/lib.sh
. "$TOP/tests/build/lib.sh"

# A sandboxed process cannot look for its own leaks.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"

guide=$TOP/doc/FROM-HAND-WRITTEN-CODE.md
here=$TOP/tests/guide
dir=$work/dir
mkdir "$dir"

# block NAME: the fenced block of that name, to a file of that name.
block() {
	awk -v name="$1" '
		/^```/ && inside { exit }
		inside { print }
		/^```/ && $2 == name { inside = 1 }
	' "$guide" >"$work/$1"
	[ -s "$work/$1" ] || fail "the guide has no block $1"
}

# program NAME.c DRIVER.c: a block and its driver, as $work/program.
program() {
	block "$1"
	# shellcheck disable=SC2046,SC2086
	$CC $warnings $SANITIZE "$work/$1" "$here/$2" "$here/try.c" \
		-o "$work/program" -I"$here" -pthread \
		$(pkg_config --cflags --libs) || fail "$1 does not link"
}

# What is written by hand needs headers that know as much as it does.
need_kernel_headers() {
	printf '#include <linux/landlock.h>\n#include <sys/syscall.h>\n%s\n' \
		'long x = SYS_landlock_restrict_self+LANDLOCK_ACCESS_FS_REFER;' \
		>"$work/headers.c"
	$CC -c "$work/headers.c" -o "$work/object" 2>/dev/null ||
		skip 'the headers of this machine know too little of Landlock'
}

# The code of the guide's first section, where it can show what it does.
by_hand() {
	need_landlock
	has fs.refer || skip 'this kernel is of ABI 1'
	need_kernel_headers
	block raw.h
	block rule.h
}

# try ARGUMENT...: run the program; its lines go to $work/out and err.
try() {
	run "$work/program" "$@" >"$work/out" 2>"$work/err" ||
		show "status $?"
}

show() {
	sed 's/^/out: /' "$work/out" >&2
	sed 's/^/err: /' "$work/err" >&2
	fail "$*"
}

# expect LINE...: the program has printed each of them.
expect() {
	for line in "$@"; do
		grep -Fxq -e "$line" "$work/out" || show "no line '$line'"
	done
}

# expect_message TEXT: on stderr.
expect_message() {
	grep -Fq -e "$1" "$work/err" || show "nothing about '$1' on stderr"
}

expect_no_message() {
	[ ! -s "$work/err" ] || show 'there is something on stderr'
}

. "$TOP/tests/examples/has.sh"

# verdict RIGHT ERRNO: the errno where this kernel restricts it.
verdict() {
	if has "$1"; then
		echo "$2"
	else
		echo allowed
	fi
}

# level CLASS...: what a ruleset with all rights of fs, net, scope returns.
level() {
	[ "$abi" -gt 0 ] || { echo 2; return; }
	for class in "$@"; do
		grep "^$class\\." "$work/abi"
	done | awk '$4 == "no" && $1 != "fs.refer" { missing = 1 }
		    END { print missing + 0 }'
}

need_landlock() {
	[ "$abi" -gt 0 ] || skip "no Landlock here: $(head -n 1 "$work/abi")"
}
