#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Measures what a sandbox costs: set up, at start, and from then on, by hand,
# with liblandlock, and with what else there is; and how fast denials are read.
#
#   sh tests/bench/run.sh           prints the tables
#   sh tests/bench/run.sh --write   also puts them, and the charts, into
#                                   doc/PERFORMANCE.md
#   sh tests/bench/run.sh --quick   few rounds: does it work?
#
# Other libraries and sandboxers are measured if tests/bench/peers.sh has
# fetched them, which is asked to if this is root.  Numbers stay in build/bench/.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd -P) || exit 1
bench=$top/tests/bench
out=$top/build/bench
world=$out/world
peers=${XDG_CACHE_HOME:-$HOME/.cache}/liblandlock/peers
. "$top/tests/lib.sh"

few=11
many=201
write=
for option in "$@"; do
	case $option in
	--quick) few=1 many=3 ;;
	--write) write=--write ;;
	*)	die 'usage: sh tests/bench/run.sh [--quick] [--write]' ;;
	esac
done

# ---- What is measured ---------------------------------------------------------

build_library() {
	[ -d "$out/library" ] ||
		meson setup "$out/library" "$top" -Dbuildtype=release \
			-Ddefault_library=both
	ninja -C "$out/library" liblandlock.so.0.1.0 liblandlock.a \
		examples/sandboxer tests/denials/bench_denials
}

# program NAME FILE...
program() {
	name=$1
	shift
	(cd "$bench" && cc -std=c11 -O2 -Wall -Wextra -I"$top/include" "$@" \
		-o "$out/$name")
}

# The library without its soname: programs name it by its path, so that nothing
# is searched, as little as for an installed one, which the loader's cache has.
named_by_path() {
	cc -shared -o "$out/named.so" -Wl,--whole-archive \
		"$out/library/liblandlock.a" -Wl,--no-whole-archive \
		-Wl,--version-script="$top/src/liblandlock.map" \
		-Wl,-Bsymbolic-functions
}

build_programs() {
	named_by_path &&
	program measure measure.c list.c &&
	program raw setup.c list.c raw.c &&
	program ours setup.c list.c ours.c "$out/named.so" &&
	program workload-raw workload.c list.c raw.c &&
	program workload-ours workload.c list.c ours.c "$out/named.so" &&
	cc -O2 -fPIC -shared "$bench/allocations.c" -o "$out/allocations.so" &&
	cc -O2 -fPIC -shared "$bench/instructions.c" -o "$out/instructions.so" &&
	echo 'int main(void) { return 0; }' >"$out/empty.c" &&
	cc -O2 "$out/empty.c" -o "$out/empty" &&
	cc -O2 "$out/empty.c" -o "$out/linked" -Wl,--no-as-needed \
		"$out/named.so" &&
	echo 'int one(void) { return 1; }' >"$out/trivial.c" &&
	cc -O2 -fPIC -shared "$out/trivial.c" -o "$out/libtrivial.so" &&
	cc -O2 "$out/empty.c" -o "$out/trivial" -Wl,--no-as-needed \
		"$out/libtrivial.so"
}

fetch_peers() {
	[ -e "$peers/ready" ] && return 0
	[ "$(id -u)" -eq 0 ] || return 1
	sh "$bench/peers.sh" "$peers"
}

# peer PROGRAM: how to run it.
peer() {
	echo "$peers/lib/ld-linux-x86-64.so.2 --library-path $peers/lib" \
		"$peers/bin/$1"
}

# ---- The world of files ---------------------------------------------------------

# 10,000 directories and files, and 200 chains of 50 directories.
make_world() {
	rm -rf "$world"
	mkdir -p "$world/d" "$world/f" "$world/n" "$world/work"
	for kind in d f n; do
		all $kind 10000 | cut -c 3- >"$out/names"
		case $kind in
		d)	xargs mkdir ;;
		f)	xargs touch ;;
		n)	xargs mkdir -p ;;
		esac <"$out/names"
	done
}

# all KIND COUNT: a list of rules.
all() {
	awk -v kind="$1" -v n="$2" -v world="$world" 'BEGIN {
		for (i = 0; i < n; i++) {
			if (kind == "d" || kind == "f")
				printf "%s %s/%s/%05d\n", kind, world, kind, i
			if (kind == "p")
				printf "p %d\n", i + 1
			if (kind != "n")
				continue
			chain = i % 50 ? chain "/x" : world "/n/" int(i / 50)
			print "d " chain
		}
	}'
}

# mixed COUNT
mixed() {
	quarter=$((($1 + 3) / 4))
	{
		all d $quarter
		all f $quarter
		all n $quarter
		all p $quarter
	} | awk -v n="$quarter" '{ print (NR - 1) % n "\t" $0 }' |
		sort -n -s -k 1,1 | cut -f 2 | head -n "$1"
}

make_lists() {
	for n in 1 10 100 200 1000 10000; do
		all d $n >"$out/directories-$n"
		all f $n >"$out/files-$n"
		all n $n >"$out/nested-$n"
		all d $n | sed 's/^d/w/' >"$out/written-$n"
		all p $n >"$out/ports-$n"
		mixed $n >"$out/mixed-$n"
	done
}

# ---- Set-up ---------------------------------------------------------------------

# programs LIST: name, tab, command.
programs() {
	printf 'raw\t%s\n' "$out/raw $1"
	printf 'liblandlock\t%s\n' "$out/ours $1"
	[ -z "$have_peers" ] || {
		printf 'rust-landlock\t%s\n' "$(peer peer-rust) $1"
		printf 'go-landlock\t%s\n' "$peers/bin/peer-go $1"
	}
}

# calls COMMAND...: system calls, of all threads.
calls() {
	strace -f -qq -o "$out/trace" "$@" >/dev/null
	grep -Ecv ' (\+\+\+|---) |resumed>' "$out/trace"
}

# counted WHAT COMMAND...: what WHAT.so says of it.  It cannot look into Go,
# whose runtime tells of allocations itself.
counted() {
	so=$out/$1.so
	shift
	case $1,$so in
	*peer-go,*allocations.so)
		"$@" count | sed -n 's/allocations //p'
		;;
	*peer-go,*) ;;
	*ld-linux*)
		loader=$1
		shift
		"$loader" --preload "$so" "$@" 2>&1 >/dev/null
		;;
	*)	LD_PRELOAD=$so "$@" 2>&1 >/dev/null ;;
	esac
}

# counts WHAT: lines for each program.
counts() {
	programs "$out/$1" | while IFS='	' read -r name command; do
		printf '%s\tcalls\t%s\n' "$name" \
			"$(calls $command </dev/null)"
		printf '%s\tallocations\t%s\n' "$name" \
			"$(counted allocations $command </dev/null)"
	done
}

# Of 100 and 200 rules, for what 100 more take: each instruction takes long.
# How many in which object.
instructions() {
	for n in 100 200; do
		programs "$out/$1-$n" | while IFS='	' read -r name command; do
			counted instructions $command </dev/null |
				sed "s/^/$name	$n-/"
		done
	done
}

set_up() {
	for kind in directories files nested written ports mixed; do
		for n in 1 10 100 1000 10000; do
			rounds=$many
			[ $n -lt 10000 ] || rounds=$few
			programs "$out/$kind-$n" >"$out/programs"
			"$out/measure" $rounds "$out/programs" \
				>"$out/setup-$kind-$n.tsv" || return 1
			counts "$kind-$n" >"$out/counts-$kind-$n.tsv"
		done
		instructions $kind >"$out/instructions-$kind.tsv"
	done
}

# Rules that have to be remembered: how much memory?
memory() {
	: >"$out/memory.tsv"
	for n in 1000 10000 100000; do
		all d 10000 | sed 's/^d/w/' >"$out/once"
		i=0
		while [ $i -lt $(((n + 9999) / 10000)) ]; do
			cat "$out/once"
			i=$((i + 1))
		done | head -n $n >"$out/list"
		printf 'raw-%s\t%s\nliblandlock-%s\t%s\n' \
			$n "$out/raw $out/list" $n "$out/ours $out/list" \
			>"$out/programs"
		"$out/measure" 3 "$out/programs" >>"$out/memory.tsv" ||
			return 1
	done
}

# ---- Start-up --------------------------------------------------------------------

# relocations FILE
relocations() {
	readelf -rW "$1" | grep -c '^[0-9a-f].* R_'
}

start_up() {
	printf '%s\t%s\n' 'no library' "$out/empty" 'a trivial library' \
		"$out/trivial" liblandlock "$out/linked" >"$out/programs"
	"$out/measure" $((4 * many)) "$out/programs" >"$out/startup.tsv" ||
		return 1
	while IFS='	' read -r name command; do
		printf '%s\tcalls\t%s\n' "$name" "$(calls $command </dev/null)"
	done <"$out/programs" >>"$out/startup.tsv"
	library=$out/library/liblandlock.so
	{
		echo "relocations $(relocations "$library")"
		echo "trivial $(relocations "$out/libtrivial.so")"
		size "$library" | awk 'NR == 2 {
			print "text", $1; print "data", $2 + $3 }'
		echo "imports $(readelf -rW "$library" | grep -c JUMP_SLOT)"
	} >"$out/library.txt"
}

# usable COMMAND...: does it work here?
usable() {
	"$@" >/dev/null 2>&1
}

# offer NAME COMMAND...
offer() {
	name=$1
	shift
	if usable "$@"; then
		printf '%s\t%s\n' "$name" "$*"
	else
		say "Not measured, since it does not run here: $*" >&2
	fi
}

sandboxers() {
	true=/bin/true
	{
		printf 'no sandbox\t%s\n' "$true"
		offer 'sandboxer (liblandlock)' "$out/library/examples/sandboxer" \
			--rx / -- "$true"
		[ -z "$have_peers" ] || {
			offer 'setpriv' $(peer setpriv) --no-new-privs \
				--landlock-access fs \
				--landlock-rule path-beneath:read-file,read-dir,execute:/ \
				"$true"
			offer 'landrun (go-landlock)' $(peer landrun) \
				--best-effort --rox / "$true"
			offer 'landlock-restrict (go-landlock)' \
				$(peer landlock-restrict) -ro / -- "$true"
			offer 'bubblewrap' $(peer bwrap) --ro-bind / / "$true"
			offer 'minijail0' $(peer minijail0) -T static -n \
				--fs-path-rx / "$true"
		}
		usable command -v firejail && offer 'firejail' firejail --quiet \
			--noprofile "$true"
		:
	} >"$out/programs"
	# Some say on standard error what this kernel lacks.
	"$out/measure" $many "$out/programs" >"$out/sandboxers.tsv" \
		2>"$out/log" || {
		cat "$out/log" >&2
		return 1
	}
	while IFS='	' read -r name command; do
		printf '%s\tcalls\t%s\n' "$name" "$(calls $command </dev/null)"
	done <"$out/programs" >>"$out/sandboxers.tsv"
}

# ---- From then on ------------------------------------------------------------------

# work NAME LAYERS LIST DIRECTORY: three lines.
work() {
	printf 'free/%s\t%s\n' "$1" "$out/workload-raw 0 $3 $4 $times"
	printf 'raw/%s\t%s\n' "$1" "$out/workload-raw $2 $3 $4 $times"
	printf 'liblandlock/%s\t%s\n' "$1" "$out/workload-ours $2 $3 $4 $times"
}

# work_list COUNT: as many rules, one on where the work is done and one on its
# port.
work_list() {
	printf 'w %s\np 9\n' "$world/work"
	all d "$1"
}

afterwards() {
	times=1000
	[ $many -gt 3 ] || times=20
	work_list 0 >"$out/work-2"
	: >"$out/programs"
	for n in 10 100 1000 10000; do
		work_list $((n - 2)) >"$out/work-$n"
		work rules/$n 1 "$out/work-$n" "$world/work" >>"$out/programs"
	done
	deep=$world/work
	at=0
	for depth in 0 1 2 4 8 16 32 64; do
		while [ $at -lt $depth ]; do
			deep=$deep/y
			at=$((at + 1))
		done
		mkdir -p "$deep"
		work depth/$depth 1 "$out/work-2" "$deep" >>"$out/programs"
	done
	for layers in 2 4 8 16; do
		work layers/$layers $layers "$out/work-2" "$world/work" \
			>>"$out/programs"
	done
	"$out/measure" $((3 * few)) "$out/programs" >"$out/after.tsv" ||
		return 1
	# The kernel is given the same by both.
	for who in raw ours; do
		strace -qq -e trace=landlock_create_ruleset,landlock_add_rule,landlock_restrict_self \
			-o "$out/trace" "$out/workload-$who" 2 "$out/work-100" \
			"$world/work" 1 >/dev/null
		sed -n "s/^\\(landlock_[a-z_]*\\)(.*/$who \\1/p" "$out/trace"
	done | sort | uniq -c >"$out/given.txt"
}

# ---- Denials -----------------------------------------------------------------------

# The reader says itself what it takes, beside libauparse where it has that.
denials() {
	lines=1250000
	[ $many -gt 3 ] || lines=12500
	"$out/library/tests/denials/bench_denials" $lines >"$out/denials.txt"
}

# ---- All of it -----------------------------------------------------------------------

need cc meson ninja python3 strace
mkdir -p "$out" || exit 1
{ build_library && build_programs; } >"$out/log" 2>&1 || {
	cat "$out/log" >&2
	die 'The programs to measure could not be built.'
}
"$out/raw" /dev/null >"$out/log" 2>&1 || {
	cat "$out/log" >&2
	die 'Nothing to measure: this kernel has no Landlock.'
}
have_peers=
if fetch_peers >"$out/log" 2>&1; then
	have_peers=yes
else
	say 'Without go-landlock, rust-landlock and other sandboxers:'
	tail -n 3 "$out/log"
fi
make_world
make_lists
# They leave their files behind for the next.
set_up && memory && start_up && sandboxers && afterwards && denials ||
	die 'Not finished.'
rm -rf "$world"
python3 "$bench/tables.py" "$out" "$top/doc" $write
