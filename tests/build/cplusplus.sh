#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A C++ program links with the installed library and runs.
. "$(dirname "$0")/lib.sh"

compilers=$(cxx_compilers)
[ -n "$compilers" ] || skip 'this machine has no C++ compiler'
# Sanitized parts have to come from one compiler.
[ -z "$SANITIZE" ] || compilers=${CXX:-c++}

for cxx in $compilers; do
	$cxx -std=c++11 $warnings $SANITIZE "$TOP/tests/build/cplusplus.cc" \
		-o "$work/program" $(pkg_config --cflags --libs) ||
		fail "$cxx does not link"
	run "$work/program" || fail "the program of $cxx: status $?"
done
