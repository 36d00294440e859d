#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What the library costs: three system calls for a rule on a directory (open,
# add_rule, close) and at most six others, counted by strace.
. "$(dirname "$0")/lib.sh"

command -v strace >/dev/null 2>&1 || skip 'strace is not installed'
strace -o "$work/trace" true >/dev/null 2>&1 ||
	skip 'strace may not trace a program here'

# The sanitizers look around in /proc at times of their own.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
$CC "$TOP/tests/build/syscalls.c" -o "$work/program" $SANITIZE \
	$(pkg_config --cflags --libs) || fail 'does not link'

malloc_calls='brk|mmap|munmap|mremap|mprotect|madvise|getrandom'

# calls DIRECTORY...: the system calls between the marks, one a line.  Not
# those of malloc(3), which depend on what the program did before.
calls() {
	run strace -f -o "$work/trace" "$work/program" "$@"
	status=$?
	[ $status -ne 77 ] || skip 'this kernel has no Landlock'
	[ $status -eq 0 ] || fail "the program: status $status"
	awk '/close\(-2\)/ { inside = !inside; next } inside' "$work/trace" |
		grep -Ev " ($malloc_calls)\\("
}

# count PATTERN FILE
count() {
	grep -c "$1" "$2"
}

directories=
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	mkdir "$work/$i"
	directories="$directories $work/$i"
done

calls >"$work/none"
calls $directories >"$work/twelve"

fixed=$(wc -l <"$work/none")
all=$(wc -l <"$work/twelve")
[ "$fixed" -ge 2 ] && [ "$fixed" -le 6 ] || {
	cat "$work/none"
	fail "$fixed system calls without a rule; at most 6"
}
[ $((all - fixed)) -eq 36 ] || {
	cat "$work/twelve"
	fail "$((all - fixed)) system calls for 12 rules instead of 36"
}
# Older versions of strace print the calls by number: 1bd is 445.
for call in "open.*$work/" 'landlock_add_rule\|syscall_0x1bd' 'close('; do
	more=$(($(count "$call" "$work/twelve") - $(count "$call" "$work/none")))
	[ $more -eq 12 ] || fail "$more times $call for 12 rules"
done
