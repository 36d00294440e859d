#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Fuzzes the libraries, liblandlock on the modelled kernel.
#
#   sh tests/fuzz/run.sh SECONDS [TARGET]    each target that long: text, api,
#                              denials_parse, denials_join, denials_suggest
#
# Needs clang with libFuzzer (Debian 12: clang, libclang-rt-14-dev).  Builds in
# build/fuzz; what is learnt stays there, in build/fuzz/TARGET.corpus, and so
# does an input that breaks a promise: TARGET-crash-*, TARGET-leak-*, ...; give
# that file to build/fuzz/TARGET to see which promise.
# Exit status 0 if no target found anything.
#
# To keep what was learnt, smallest first, for the suite `fuzz`:
#   build/fuzz/TARGET -merge=1 NEW build/fuzz/TARGET.corpus; and NEW becomes
#   tests/fuzz/corpus/TARGET
# AFL++ takes the targets as they are, by its own driver for libFuzzer:
#   CC=afl-clang-fast sh tests/fuzz/run.sh 0
#   afl-fuzz -i tests/fuzz/corpus/TARGET -o build/fuzz/afl -- build/fuzz/TARGET

set -u
top=$(cd "$(dirname "$0")/../.." && pwd -P) || exit 1
here=$top/tests/fuzz
out=$top/build/fuzz
cc=${CC:-clang}
flags='-std=c11 -g -O1 -fno-sanitize-recover=all
	-fsanitize=fuzzer,address,undefined'
found=0

die() {
	printf '%s\n' "$*" >&2
	exit 1
}

# build_denials TARGET
build_denials() {
	$cc $flags -I"$top/include" "$here/$1.c" "$here/denials.c" \
		"$here/fuzz.c" "$top"/src/denials/*.c "$top/src/text.c" \
		"$top/src/rights.c" -o "$out/$1" ||
		die "cannot build $1: it needs $cc with libFuzzer"
}

# build TARGET
build() {
	case $1 in
	denials_*)
		build_denials "$1"
		return ;;
	text)	own='text' wrap= ;;
	api)	own='alloc api choices foretold model report run
		     steps_check steps_child steps_enforce steps_foreign steps_kernel
		     steps_policy steps_request world'
		wrap=-Wl,--wrap=calloc,--wrap=realloc,--wrap=strdup ;;
	*)	die "no such target: $1" ;;
	esac
	set --
	for name in $own fuzz texts; do
		set -- "$@" "$here/$name.c"
	done
	# The model takes the place of the system calls.
	for name in "$top"/src/*.c; do
		[ "$name" = "$top/src/sys.c" ] || set -- "$@" "$name"
	done
	$cc $flags -I"$top/include" $wrap \
		"$@" "$top"/tests/unit/fake_*.c -o "$out/$target" ||
		die "cannot build $target: it needs $cc with libFuzzer"
}

# number NAME: one of those that libFuzzer prints at its end.
number() {
	sed -n "s/^stat::$1: *//p" "$log"
}

# fuzz TARGET SECONDS
fuzz() {
	log=$out/$1.log
	# A denial takes many bytes.
	case $1 in
	denials_*)	longest=4096 ;;
	*)		longest=1024 ;;
	esac
	mkdir -p "$out/$1.corpus"
	if "$out/$1" -max_total_time="$2" -timeout=20 -max_len="$longest" \
		-print_final_stats=1 -artifact_prefix="$out/$1-" \
		"$out/$1.corpus" "$here/corpus/$1" >"$log" 2>&1
	then
		printf '%-15s %9s runs, %5s new inputs, nothing found\n' "$1" \
			"$(number number_of_executed_units)" \
			"$(number new_units_added)"
	else
		printf '%-15s FOUND: %s\n' "$1" "$(sed -n \
			's/^artifact_prefix.*written to //p' "$log")"
		grep -m 1 -E '^[^ ]+\.c:[0-9]+:|ERROR: ' "$log"
		found=1
	fi
}

case ${1:-} in
'' | *[!0-9]*)
	die 'usage: sh tests/fuzz/run.sh SECONDS [TARGET]' ;;
esac
seconds=$1
mkdir -p "$out"
for target in ${2:-text api denials_parse denials_join denials_suggest}; do
	build "$target"
	[ "$seconds" -eq 0 ] || fuzz "$target" "$seconds"
done
exit $found
