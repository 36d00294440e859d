#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The header, the symbol map and the shared library name the same functions,
# and the archive adds no name that a program could have.
. "$(dirname "$0")/lib.sh"

# same TEXT FILE TEXT FILE
same() {
	diff "$2" "$4" || fail "$1 (<) and $3 (>) differ"
}

# check LIBRARY NODE
check() {
	shared=$(libdir)/$1.so
	header_functions "$1" >"$work/header"
	map_functions "$1" >"$work/map"
	# Without the version, and the node of the version itself.
	nm -D --defined-only "$shared" | awk '$2 != "A" { print $3 }' |
		sed 's/@.*//' | sort -u >"$work/exported"
	[ -s "$work/header" ] || fail 'no function found in the header'
	same 'the header' "$work/header" 'the map' "$work/map"
	same 'the map' "$work/map" 'the shared library' "$work/exported"

	nm -D --defined-only "$shared" | grep -v ' A ' | grep -v "@@$2_[0-9]" &&
		fail 'exported without a version'
	sed '/local:/,/}/d' "$TOP/src/$1.map" | grep '\*;' &&
		fail 'the map exports by a wildcard'

	# Every global of the archive's objects is llk_ or llki_, but for what
	# the compiler adds on i386, hidden.
	nm -g --defined-only "$(libdir)/$1.a" | awk '
		NF == 3 && $3 !~ /^(llki?_|__x86[.]get_pc_thunk[.])/ {
			print $3
		}' >"$work/foreign"
	[ ! -s "$work/foreign" ] || fail "in the archive: $(cat "$work/foreign")"
}

check liblandlock LIBLANDLOCK
check liblandlock-denials LIBLANDLOCK_DENIALS
