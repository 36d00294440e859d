#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds liblandlock and runs its tests, in build/ of the checkout.
#
#   sh tests/run.sh        as you; for root, also as an unprivileged user
#   sh tests/run.sh --all  with both compilers, static and shared, for i386, on
#                          every kernel of tests/vm, under the sanitizers,
#                          valgrind, static analysis and coverage; on some other
#                          processors, with musl, as packages
#   sh tests/run.sh --portability
#                          on all processors and with all compilers that
#                          Debian has, with musl, as packages; that alone
#
# Installs the packages that are missing where there is apt-get, and says so.
# Exit status 0 if at least one test passed and none failed.

set -u
top=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
build=$top/build
. "$top/tests/lib.sh"
. "$top/tests/portability/steps.sh"

passed=0
failed=0
skipped=0
copy=
# Where the current builds come from and go to, and who makes them.
src=$top
out=$build
as=

clean_up() {
	[ -z "$copy" ] || rm -rf "$copy"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

usage() {
	die 'usage: sh tests/run.sh [--all | --portability]'
}

# begin NAME TEXT: a step, whose log is build/NAME.log.
begin() {
	name=$1
	log=$build/$1.log
	: >"$log"
	began=$(date +%s)
	printf '%-46s' "$2"
	step_passed=0
	step_failed=0
	step_skipped=0
}

# add PASSED FAILED SKIPPED
add() {
	step_passed=$((step_passed + $1))
	step_failed=$((step_failed + $2))
	step_skipped=$((step_skipped + $3))
}

# The step's line; and its log, where something failed.
end() {
	seconds=$(($(date +%s) - began))
	text="$step_passed passed"
	[ "$step_failed" -eq 0 ] || text="$text, $step_failed FAILED"
	[ "$step_skipped" -eq 0 ] || text="$text, $step_skipped skipped"
	printf '%s (%d s)\n' "$text" "$seconds"
	if [ "$step_failed" -ne 0 ]; then
		sed 's/^/    /' "$log"
		printf '  The log of this step: %s\n' "$log"
	fi
	passed=$((passed + step_passed))
	failed=$((failed + step_failed))
	skipped=$((skipped + step_skipped))
}

# check COMMAND...: counts as one test.
check() {
	if "$@" >>"$log" 2>&1; then
		add 1 0 0
	else
		add 0 1 0
	fi
}

# The step cannot run, as the last line of its log says.
skip_step() {
	add 0 0 1
	printf '%s: %s\t%s\n' "$name" "$(tail -n 1 "$log")" "$name" \
		>>"$build/skips"
}

# configure COMPILER OPTION...: a new build directory for this step.  A cross
# file names its compiler itself.
configure() {
	compiler=$1
	shift
	rm -rf "${out:?}/$name"
	$as env ${compiler:+CC="$compiler"} \
		meson setup "$out/$name" "$src" -Dwerror=true "$@"
}

# compile COMPILER OPTION...: configure and build, or count a failure.
compile() {
	if configure "$@" >>"$log" 2>&1 &&
	   $as ninja -C "$out/$name" >>"$log" 2>&1; then
		: >"$log"
		return 0
	fi
	add 0 1 0
	return 1
}

# run_tests ARGUMENT...: meson test in what this step has made.
run_tests() {
	logs=$out/$name/meson-logs
	rm -f "$logs"/testlog*.json
	$as meson test -C "$out/$name" -t 4 "$@" >"$build/output" 2>&1
	status=$?
	# With --wrap, meson adds the wrapper's name to that of the file.
	set -- "$logs"/testlog*.json
	before=$step_failed
	# Three numbers, and what the failed tests printed.
	if counts=$(python3 "$top/tests/results.py" "$1" "$name" \
			"$build/skips" 2>>"$log"); then
		add $counts
	else
		status=1
	fi
	# Nothing ran, or meson knows of a failure that is not one of a test.
	if [ $status -ne 0 ] && [ "$step_failed" -eq "$before" ]; then
		cat "$build/output" >>"$log"
		add 0 1 0
	fi
	rm -f "$build/output"
}

# The steps: each takes its name, says what it does, and counts what it did.

with_gcc() {
	begin gcc 'gcc'
	compile gcc && run_tests
	end
}

# A checkout below /root is closed to other users, so they get a copy.
as_nobody() {
	begin nobody 'gcc, as an unprivileged user'
	copy=$(mktemp -d /tmp/liblandlock.XXXXXX) || exit 1
	mkdir "$copy/src" "$copy/tmp"
	for file in "$top"/*; do
		[ "$file" = "$build" ] || cp -R "$file" "$copy/src"
	done
	chmod -R go+rX "$copy"
	chown -R nobody "$copy"
	src=$copy/src
	out=$copy
	as="setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups
		env HOME=$copy TMPDIR=$copy/tmp"
	cd "$copy" && compile gcc && run_tests
	cd "$top" || exit 1
	src=$top
	out=$build
	as=
	rm -rf "$copy"
	copy=
	end
}

with_clang() {
	begin clang 'clang, shared and static'
	compile clang -Ddefault_library=both && run_tests
	end
}

# The other suites do not use the library of this configuration.
static_library() {
	begin static 'gcc, static'
	compile gcc -Ddefault_library=static &&
		run_tests --no-suite unit --no-suite build
	end
}

release_build() {
	begin release 'gcc, release, shared and static'
	compile gcc -Dbuildtype=release -Ddefault_library=both && run_tests
	end
}

# A sandboxed process cannot look into itself for leaks, so only the unit tests
# are asked for them.
address_sanitizer() {
	begin asan 'address and undefined behaviour sanitizers'
	options=halt_on_error=1:abort_on_error=1
	export UBSAN_OPTIONS=$options:print_stacktrace=1
	if compile gcc -Db_sanitize=address,undefined -Db_lundef=false; then
		export ASAN_OPTIONS=$options
		run_tests --suite unit
		export ASAN_OPTIONS=$options:detect_leaks=0
		run_tests --no-suite unit
	fi
	unset ASAN_OPTIONS UBSAN_OPTIONS
	end
}

# The names of the tests about threads.
thread_tests() {
	meson test -C "$out/$name" --list 2>>"$log" |
		sed -n '/thread\|objects\|cancel/s/.* //p'
}

thread_sanitizer() {
	begin tsan 'thread sanitizer, tests of threads'
	export TSAN_OPTIONS=halt_on_error=1
	if compile gcc -Db_sanitize=thread -Db_lundef=false; then
		tests=$(thread_tests)
		# "none" is not a test, and so a failure.
		run_tests ${tests:-none}
	fi
	unset TSAN_OPTIONS
	end
}

# The children of the live tests end without freeing: they are sandboxed.
under_valgrind() {
	begin valgrind 'valgrind, unit and live'
	wrap='valgrind -q --vgdb=no --error-exitcode=99'
	if compile gcc; then
		run_tests --wrap "$wrap --leak-check=full" --suite unit
		run_tests --wrap "$wrap --leak-check=no" --suite live \
			--no-suite model
	fi
	end
}

on_i386() {
	begin i386 'gcc for i386, unit, live and fuzz'
	if gets "$build/i386.cross" sh "$top/tests/cross.sh" i386 here; then
		compile "" --cross-file "$build/i386.cross" &&
			run_tests --suite unit --suite live --suite fuzz
	fi
	end
}

# From the last line of the matrix: kernels as expected, not so, not run.
matrix_counts() {
	sed -n '$s/^\([0-9]*\) kernels .*, \([0-9]*\) not, \([0-9]*\) not run.*/\1 \2 \3/p' \
		"$log"
}

matrix_skips() {
	sed -n "s/^\([^ ]*\)  *not run: \(.*\)/kernel \1: \2	$name/p" "$log"
}

# Less of the differential test and of failing system calls than matrix.sh does by
# itself.
on_every_kernel() {
	begin vm 'every kernel, unit, live and model'
	sh "$top/tests/vm/matrix.sh" --verdicts 10000 --share 3 \
		>>"$log" 2>&1
	status=$?
	counts=$(matrix_counts)
	if [ -n "$counts" ]; then
		add $counts
		matrix_skips >>"$build/skips"
	elif [ $status -eq 77 ]; then
		skip_step
	else
		add 0 1 0
	fi
	end
	[ "$step_failed" -ne 0 ] || sed -n '/^kernel .*ABI/,$s/^/    /p' "$log"
}

gcovr_gate() {
	gcovr --root "$top" --filter "$top/src/" --branches \
		--fail-under-line 100 --fail-under-branch 95 "$out/$name"
}

coverage() {
	begin coverage 'coverage of src/ by the unit tests'
	if compile gcc -Db_coverage=true; then
		run_tests --suite unit
		check gcovr_gate
	fi
	end
}

analyzer_build() {
	configure gcc -Dc_args=-fanalyzer -Doptimization=2 &&
		meson compile -C "$out/$name" landlock \
			landlock-denials:shared_library
}

gcc_analyzer() {
	begin analyzer 'gcc -fanalyzer'
	check analyzer_build
	end
}

tidy() {
	configure clang &&
		printf '%s\n' "$top"/src/*.c "$top"/src/denials/*.c |
		xargs -P 2 -n 4 clang-tidy --quiet -p "$out/$name"
}

with_clang_tidy() {
	begin clang-tidy 'clang-tidy'
	check tidy
	end
}

with_cppcheck() {
	begin cppcheck 'cppcheck'
	check cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
		--enable=warning,performance,portability \
		-I "$top/include" "$top/src"
	end
}

# Each reason once, with the steps that it was given in.
show_skips() {
	say 'Skipped:'
	awk -F '\t' '
		!($1 in steps) { order[++n] = $1; steps[$1] = $2; next }
		{ steps[$1] = steps[$1] ", " $2 }
		END { for (i = 1; i <= n; i++)
			printf "  %s (%s)\n", order[i], steps[order[i]] }
	' "$build/skips"
}

plain() {
	with_gcc
	if [ "$(id -u)" -eq 0 ]; then
		as_nobody
	else
		say 'Not root: run this as root too to test what root may.'
	fi
}

the_rest() {
	static_library
	release_build
	with_clang
	on_i386
	address_sanitizer
	thread_sanitizer
	under_valgrind
	coverage
	gcc_analyzer
	with_clang_tidy
	with_cppcheck
	portability_quick
	on_every_kernel
}

more=
case "$#,${1-}" in
0,)	;;
1,--all) more='sanitizers clang clang-tidy cppcheck gcovr valgrind abidiff' ;;
1,--portability) ;;
*)	usage ;;
esac

# Split on purpose, like all lists of words here: none has a space.
need cc c++ python3 meson ninja pkg-config cmocka strace autoconf mandoc $more
mkdir -p "$build" || die "Cannot write to $top: the tests are built there."
: >"$build/skips"
cd "$top" || exit 1

case ${1-} in
--portability)
	portability_all ;;
--all)	plain
	the_rest ;;
*)	plain ;;
esac

[ ! -s "$build/skips" ] || show_skips
say "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
