#!/bin/sh
# SPDX-License-Identifier: MIT
#
# --abi, --strict, -v and the line on stderr, against what the example abi says
# of this kernel.
set -eu
. "$(dirname "$0")/lib.sh"
need_landlock

# All that this version can restrict.
options() {
	echo "--abi $1"
	[ "$1" -lt 4 ] || echo --no-net
	[ "$1" -lt 6 ] || echo --scope all
}

for version in 1 2 3 4 5 6 7 8 9 10 11; do
	missing "$version" >"$work/missing"
	# shellcheck disable=SC2046
	set -- $(options "$version")

	run boxed "$@" -- echo ran
	expect_status 0
	expect_line ran
	while read -r right; do
		expect_error "$right"
	done <"$work/missing"
	if [ -s "$work/missing" ]; then
		expect_error "sandboxer: partially enforced"
	else
		expect_no_error "sandboxer: "
	fi

	run boxed "$@" -v -- echo ran
	expect_status 0
	expect_line ran
	sed -n 's/^WEAKER *\([^:]*\):.*/\1/p' "$work/err" | sort >"$work/weaker"
	sort "$work/missing" | cmp -s - "$work/weaker" ||
		fail "-v reports other losses than $(cat "$work/missing")"
	expect_error "restricted: fs.execute, fs.write_file, fs.read_file"
	if [ -s "$work/missing" ]; then
		expect_error "partially enforced"
	else
		expect_error "fully enforced"
	fi

	run boxed "$@" --strict -- echo ran
	if [ -s "$work/missing" ]; then
		expect_status 125
		expect_error "sandboxer: "
		expect_error "$(head -n 1 "$work/missing")"
		[ ! -s "$work/out" ] || fail "it ran nevertheless: $command"
	else
		expect_status 0
		expect_line ran
	fi
done

# A pinned version restricts what it has, and no more.
touch "$work/file"
probes allowed --abi 2 --ro "$work" -- "$PROBE" truncate "$work/file"
probes "$(if_has fs.truncate)" --abi 3 --ro "$work" -- \
	"$PROBE" truncate "$work/file"

# Renames between directories cannot be allowed on ABI 1: tighter than asked.
run boxed --abi 1 --rw "$work" -v -- true
expect_status 0
if has fs.refer; then
	expect_no_error "TIGHTER    fs.refer"
else
	expect_error "TIGHTER    fs.refer"
	run boxed --abi 1 --rw "$work" --strict -- true
	expect_status 125
	expect_error fs.refer
fi

# A path that may be missing is no reason for --strict to fail.
run boxed --abi 1 --strict --ro-try "$work/missing" -- true
expect_status 0
