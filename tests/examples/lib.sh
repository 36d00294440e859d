# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Sourced by every test of an example.  Takes from the environment:
#   EXAMPLES	the directory of the built examples
#   PROBE	the program probe (probe.c)
#   AS_ABI	the program as_abi (as_abi.c)

LC_ALL=C
# LeakSanitizer wants to open files at exit, which is what a sandbox denies.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
export LC_ALL ASAN_OPTIONS

sandboxer=$EXAMPLES/sandboxer
helpers=
work=$(mktemp -d "${TMPDIR:-/tmp}/llk-test.XXXXXX")
work=$(cd "$work" && pwd -P)

clean_up() {
	for pid in $helpers; do
		kill "$pid" 2>/dev/null || :
	done
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

# What programs need to run at all, wherever a distribution has it.
rx="--rx /usr --rx-try /bin --rx-try /lib --rx-try /lib64 --rx-try /nix
--rx-try /gnu --rx $PROBE"

fail() {
	echo "FAILED: $*" >&2
	for stream in out err; do
		[ ! -s "$work/$stream" ] || sed "s/^/$stream: /" "$work/$stream"
	done >&2
	exit 1
}

cannot_run() {
	echo "not run: $*" >&2
	exit 77
}

# run COMMAND...: leaves its $status, and its output in $work/out and err
run() {
	command=$*
	status=0
	"$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

expect_status() {
	[ "$status" -eq "$1" ] ||
		fail "exit status $status, not $1: $command"
}

expect_line() {
	grep -Fxq -e "$1" "$work/out" || fail "no line '$1': $command"
}

expect_error() {
	grep -Fq -e "$1" "$work/err" ||
		fail "nothing about '$1' on stderr: $command"
}

expect_no_error() {
	! grep -Fq -e "$1" "$work/err" ||
		fail "'$1' on stderr: $command"
}

# boxed OPTION... -- COMMAND...: in a sandbox in which programs can run
boxed() {
	# shellcheck disable=SC2086
	"$sandboxer" $rx "$@"
}

allowed() {
	run boxed "$@"
	expect_status 0
}

denied() {
	run boxed "$@"
	[ "$status" -ne 0 ] || fail "it was not denied: $command"
	grep -Eq 'Permission denied|cannot (create|open)|Invalid cross' \
		"$work/err" || fail "it failed, but was not denied: $command"
}

# probes VERDICT OPTION... -- PROBE...: the probe, sandboxed, must say so
probes() {
	verdict=$1
	shift
	run boxed "$@"
	expect_status 0
	expect_line "$verdict"
}

. "$(dirname "$0")/has.sh"

# if_has RIGHT: "denied" where this kernel restricts it, else "allowed"
if_has() {
	if has "$1"; then
		echo denied
	else
		echo allowed
	fi
}

# The rights that version $1 restricts and this kernel does not.  Refer is
# denied by every kernel.
missing() {
	awk -v version="$1" '
		$1 ~ /^(fs|net|scope)\./ && $1 != "fs.refer" &&
		$2 <= version && $4 == "no" { print $1 }' "$work/abi"
}

need_landlock() {
	[ "$abi" -gt 0 ] ||
		cannot_run "no Landlock here: $(head -n 1 "$work/abi")"
}

# start_first COMMAND..., start_second COMMAND...: in the background; its first
# line goes to $line, its process ID to $pid, its messages to $work/first.err.
# Its standard input, and what it writes later, stay open until the test ends.
start() {
	helper=$1
	shift
	command=$*
	mkfifo "$work/$helper.in" "$work/$helper.out"
	"$@" <"$work/$helper.in" >"$work/$helper.out" 2>"$work/$helper.err" &
	pid=$!
	helpers="$helpers $pid"
}

start_first() {
	start first "$@"
	exec 3>"$work/first.in" 4<"$work/first.out"
	read -r line <&4 || line=
}

# shellcheck disable=SC2034
start_second() {
	start second "$@"
	exec 5>"$work/second.in" 6<"$work/second.out"
	read -r line <&6 || line=
}
