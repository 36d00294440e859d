#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What programs are compiled and linked against is what abi.txt says: every
# declaration and constant of the installed headers, every soname, every symbol
# with its version.  Where libabigail is there, the compiled library is compared
# with one made from those lines, too, by abidiff.
#
# After a change that is meant, copy the new text over abi.txt, as the failure
# says, and look at the difference: a line that goes or changes breaks programs.
. "$(dirname "$0")/lib.sh"

committed=$TOP/tests/build/abi.txt
# Where it can be copied from; STAGE itself is the installed copy.
new=$STAGE.abi.txt

# declarations HEADER: each on one line, from this header alone.
declarations() {
	printf '#include <%s>\n' "$1" | $CC -E -I"$TOP/include" - |
		awk -v header="/$1\"" '
			/^#/ { ours = index($0, header); next }
			ours { print }' |
		tr -s ' \t\n' ' ' |
		awk -v header="$1" 'BEGIN { RS = "" } {
			n = length($0)
			for (i = 1; i <= n; i++) {
				c = substr($0, i, 1)
				line = line c
				depth += (c == "{") - (c == "}")
				if (c == ";" && !depth) {
					sub(/^ */, "", line)
					print header ": " line
					line = ""
				}
			}
			if (line ~ /[^ ]/) print header ": rest: " line
		}'
}

# constants HEADER: the value of each macro that is an expression, and its type.
constants() {
	printf '#include <%s>\n' "$1" >"$work/constants.c"
	$CC -E -dD -I"$TOP/include" "$work/constants.c" | awk -v header="/$1\"" '
		/^# [0-9]/ { ours = index($0, header) }
		ours && $1 == "#define" && NF > 2 &&
			$3 !~ /^__/ { print $2 }' |
		sort -u >"$work/names"
	[ -s "$work/names" ] || return 0
	{
		printf '#include <%s>\n#include <stdio.h>\n' "$1"
		printf '#define SHOW(x) printf("%s: %%s = %%#llx (%%c%%d)\\n",' "$1"
		printf '#x, (unsigned long long)(x), (__typeof__(x))-1 > 0 ?'
		printf "'u' : 'i', (int)sizeof(x) * 8)\n"
		printf 'int main(void)\n{\n'
		sed 's/.*/SHOW(&);/' "$work/names"
		printf 'return 0;\n}\n'
	} >"$work/constants.c"
	$CC -I"$TOP/include" "$work/constants.c" -o "$work/constants" >&2 ||
		fail "$1 has a macro that is no number"
	"$work/constants"
}

# soname LIBRARY
soname() {
	readelf -dW "$1" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p'
}

# symbols LIBRARY: what it exports.
symbols() {
	nm -D --defined-only "$1" | awk -v soname="$(soname "$1")" '
		$2 != "A" { print soname ": " $3 }' | sort
}

for library in "$(libdir)"/lib*.so; do
	symbols "$library"
done >"$new"
for header in "$TOP"/include/*.h; do
	declarations "${header##*/}" || exit 1
	constants "${header##*/}" || exit 1
done >>"$new"

diff -u "$committed" "$new" || fail "the ABI (+) is not the committed one (-).
If that is meant: cp $new $committed"

command -v abidiff >/dev/null 2>&1 ||
	skip 'the text is right, but there is no abidiff (Debian: abigail-tools)'

# stub SONAME: $work/stub.c and stub.map, of what is committed: the declarations,
# and functions that do nothing.
stub() {
	printf '#include <%s>\n' stddef.h stdint.h sys/types.h >"$work/stub.c"
	awk -v soname="$1:" -v map="$work/stub.map" '
		$1 == soname {
			split($2, part, "@+")
			functions[part[1]]
			nodes[part[2]] = nodes[part[2]] part[1] "; "
		}
		$1 !~ /\.h:$/ || !/;$/ { next }
		{
			sub(/^[^ ]* /, "")
			for (name in functions)
				if (index($0, name "("))
					sub(/;$/, " { __builtin_trap(); }")
			print
		}
		END {
			for (node in nodes)
				print node " { global: " nodes[node] "local: *; };" >map
		}' "$committed" >>"$work/stub.c"
}

for library in "$(libdir)"/lib*.so; do
	name=$(soname "$library")
	stub "$name"
	$CC -shared -fPIC -g -w "$work/stub.c" -o "$work/$name" \
		-Wl,-soname,"$name",--version-script="$work/stub.map" ||
		fail "the stub of $name"
	abidiff --headers-dir1 "$TOP/include" --headers-dir2 "$TOP/include" \
		--drop-private-types "$work/$name" "$library" ||
		fail "abidiff: $name: status $?"
done
