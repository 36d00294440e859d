#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each piece of code in the guide has a name that is its own, a test that takes
# it, and no warning from any C compiler of this machine.
. "$(dirname "$0")/lib.sh"

# The opening line of each fenced block.
awk '/^```/ { open = !open; if (open) print $2 }' "$guide" >"$work/names"
[ "$(wc -l <"$work/names")" -ge 20 ] || fail 'there are too few blocks'
! grep -qx '' "$work/names" || fail 'a block has no name'
sort "$work/names" | uniq -d >"$work/twice"
[ ! -s "$work/twice" ] || fail "twice: $(cat "$work/twice")"

# Those of a shape are taken by its script, and that is run for each side.
while read -r name; do
	grep -qw -e "$name" "$here"/*.sh && continue
	shape=${name%-*.c}
	side=${name#"$shape"-}
	{ grep -q "program \"$shape-\$1.c\"" "$here/$shape.sh" 2>/dev/null &&
	  grep -q "'$shape': .*'${side%.c}'" "$here/meson.build"; } ||
		fail "no test takes $name"
done <"$work/names"

while read -r name; do
	block "$name"
done <"$work/names"
c_compilers >"$work/compilers"
need_kernel_headers
while read -r compiler; do
	for file in "$work"/*.c; do
		# shellcheck disable=SC2046,SC2086
		$compiler $warnings -DHAVE_LINUX_LANDLOCK_H -c "$file" \
			-o "$work/object" $(pkg_config --cflags) ||
			fail "$compiler: $file"
	done
done <"$work/compilers"
