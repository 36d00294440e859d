#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The library needs libc alone, keeps no writable data and runs no code when it
# is loaded.
. "$(dirname "$0")/lib.sh"

shared=$(libdir)/liblandlock.so
archive=$(libdir)/liblandlock.a

readelf -dW "$shared" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' >"$work/needed"
[ "$(grep -c '^libc\.' "$work/needed")" -eq 1 ] &&
	[ "$(wc -l <"$work/needed")" -eq 1 ] ||
	fail "needs more than libc: $(cat "$work/needed")"
readelf -dW "$shared" | grep -q 'SONAME.*\[liblandlock\.so\.0\]' ||
	fail 'the soname is not liblandlock.so.0'

# Name and size, in hexadecimal, of each section of each object.  Tables of
# pointers are in .data.rel.ro, which is read-only after loading.
readelf -SW "$archive" | sed -n 's/^ *\[ *[0-9]*\] *//p' |
	awk '$2 ~ /BITS|ARRAY/ { print $1, $5 }' >"$work/sections"
grep -q '^\.text' "$work/sections" || fail 'readelf lists no code'
awk '/^\.(data|bss|tdata|tbss|init_array|fini_array|ctors|dtors)/ &&
	$1 !~ /^\.data\.rel\.ro/ && $2 !~ /^0+$/' \
	"$work/sections" >"$work/writable"
[ ! -s "$work/writable" ] ||
	fail "writable data or constructors: $(cat "$work/writable")"
