#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What the library costs, as far as it can be counted: instructions a rule,
# memory, size, and what is to be done when it is loaded.  Built here, optimised,
# as a distribution does; tests/bench measures the rest.
. "$(dirname "$0")/lib.sh"

bench=$TOP/tests/bench
shared=$work/liblandlock.so
# With this, which meson sets, malloc(3) touches all memory that it gives.
unset MALLOC_PERTURB_

# at_most WHAT NUMBER LIMIT
at_most() {
	[ -n "$2" ] || fail "$1: not counted"
	[ "$2" -le "$3" ] || fail "$1: $2, more than $3"
}

# shared_library OUTPUT OPTION... FILE...: optimised.
shared_library() {
	output=$1
	shift
	$CC -std=c11 -O2 -fPIC -shared "$@" -o "$output" ||
		fail "$output does not build"
}

# As meson.build links it.
shared_library "$shared" -fvisibility=hidden -I"$TOP/include" \
	-Wl,--version-script="$TOP/src/liblandlock.map" \
	-Wl,-Bsymbolic-functions "$TOP"/src/*.c
echo 'int one(void); int one(void) { return 1; }' >"$work/trivial.c"
shared_library "$work/trivial.so" "$work/trivial.c"

# ---- loading ------------------------------------------------------------------

# relocations FILE: all but those of functions of libc.
relocations() {
	readelf -rW "$1" | grep ' R_' | grep -vc 'JU\?MP_SLOT'
}

# constructors FILE: bytes of their table.
constructors() {
	readelf -dW "$1" | sed -n 's/.*(INIT_ARRAYSZ) *\([0-9]*\).*/\1/p'
}

at_most relocations "$(relocations "$shared")" \
	"$(relocations "$work/trivial.so")"
at_most 'bytes of constructors' "$(constructors "$shared")" \
	"$(constructors "$work/trivial.so")"
# No function of its own is looked up by name.
readelf -rW "$shared" | grep ' llk' && fail 'calls itself by relocations'
at_most 'bytes of text' "$(size "$shared" | awk 'NR == 2 { print $1 }')" 65536

# ---- rules --------------------------------------------------------------------

# program NAME FILE...
program() {
	name=$1
	shift
	(cd "$bench" && $CC -std=c11 -O2 -I"$TOP/include" "$@" -o "$work/$name" \
		-L"$work" -llandlock -Wl,-rpath,"$work") ||
		fail "$name does not build"
}

program raw setup.c list.c raw.c
program ours setup.c list.c ours.c
program measure measure.c list.c

"$work/raw" /dev/null >/dev/null 2>&1
[ $? -ne 77 ] || skip 'this kernel has no Landlock'

# rules KIND NUMBER DIRECTORY: as many rules on it.
rules() {
	awk -v kind="$1" -v n="$2" -v path="$3" \
		'BEGIN { while (n--) print kind, path }'
}

# peak PROGRAM KIND NUMBER: KiB
peak() {
	rules "$2" "$3" "$work" >"$work/list"
	printf 'it\t%s\n' "$work/$1 $work/list" >"$work/programs"
	"$work/measure" 1 "$work/programs" >"$work/measured" ||
		fail "$1 with $3 rules"
	awk '$2 == "peak" { print $3 }' "$work/measured"
}

# more KIND NUMBER: KiB that the library takes and the hand-written loop not.
more() {
	ours=$(peak ours "$1" "$2")
	echo $((ours - $(peak raw "$1" "$2")))
}

# A directory that is read costs nothing; one that is written a rule, its path,
# and room to note a loss, which grows by doubling.
at_most 'KiB for 100,000 directories to read' "$(more d 100000)" 1024
fifty=$(more w 50000)
hundred=$(more w 100000)
bytes=$((48 + (${#work} / 8 + 1) * 8 + 2 * 8))
at_most 'KiB for 100,000 directories to write' "$hundred" \
	$((100 * bytes + 1024))
at_most 'KiB for the second 50,000 of them' $((hundred - fifty)) \
	$((fifty + fifty / 2 + 1024))

[ "$(uname -m)" = x86_64 ] || exit 0
shared_library "$work/instructions.so" "$bench/instructions.c"

# instructions COMMAND...: in all libraries.
instructions() {
	LD_PRELOAD=$work/instructions.so "$@" 2>&1 >/dev/null |
		awk '$1 != "program" { n += $2 } END { print n }'
}

# each PROGRAM KIND: instructions for each of 40 rules more.
each() {
	rules "$2" 40 /usr/bin >"$work/list"
	few=$(instructions "$work/$1" "$work/list")
	rules "$2" 80 /usr/bin >"$work/list"
	many=$(instructions "$work/$1" "$work/list")
	echo $(((many - few) / 40))
}

# beyond WHAT KIND LIMIT: the C library's, for the same calls by hand.  A counter
# that sees none of three system calls sees nothing.
beyond() {
	by_hand=$(each raw "$2")
	[ "$by_hand" -ge 20 ] || fail "$1: by hand $by_hand"
	at_most "$1" $(($(each ours "$2") - by_hand)) "$3"
}

beyond 'instructions for a directory to read' d 300
beyond 'instructions for a directory to write' w 300

# No step is quadratic: of 16 rules more, each costs what one of 8 more does.
program losses "$TOP/tests/build/losses.c"
one=$(instructions "$work/losses" 8)
two=$(instructions "$work/losses" 16)
four=$(instructions "$work/losses" 32)
[ $((two - one)) -gt 8000 ] || fail "8 rules: $((two - one)) instructions"
at_most 'instructions for 16 rules and their losses' $((four - two)) \
	$(((two - one) * 5 / 2))
