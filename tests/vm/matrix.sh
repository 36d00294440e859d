#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The live and model suites, and what asks the kernel of the unit suite, on every
# kernel of kernels.conf, from one without Landlock to the newest, and on other
# processors, with all of the unit suite once on each; prints a table.
#
#   sh tests/vm/matrix.sh [NAME...]      all kernels, or those named
#   sh tests/vm/matrix.sh --verdicts 1000000 --seed 7 [NAME...]
#                                        more of the differential test
#
# Fetches the kernels, once, into ${XDG_CACHE_HOME:-~/.cache}/liblandlock (600
# MB), builds the tests in build/ of the checkout, and boots every kernel in
# qemu, for which neither KVM nor root is needed.  For Debian on amd64: installs
# the packages that are missing, and says so.  matrix.py says what the table
# means; its other options may be given here too.
#
# Exit status 0 if all is as expected on every kernel, 1 if not, 77 if nothing
# is wrong but some could not run.

set -eu
top=$(cd "$(dirname "$0")/../.." && pwd -P)
here=$top/tests/vm
. "$top/tests/lib.sh"
. "$here/lib.sh"

# MACHINE VERSION of the chosen kernels, each once
machines() {
	awk -v names=" $names " '
		!/^#/ && NF && (names ~ /^ *$/ || index(names, " " $1 " ")) {
			if (!seen[$2, $3]++)
				print $2, $3
		}' "$here/kernels.conf"
}

uses() {
	machines | grep -q "^$1 "
}

# build MACHINE [MESON-OPTION...]: in build/vm-MACHINE, logged beside it.
# Optimized, since emulation is slow enough.
build() {
	out=$top/build/vm-$1
	shift
	say "Building the tests in $out"
	if [ ! -e "$out/build.ninja" ]; then
		meson setup "$out" "$top" --buildtype=debugoptimized "$@" \
			>"$out.log" 2>&1 || {
			cat "$out.log" >&2
			die "meson setup failed: see above"
		}
	fi
	# First what meson knows of the tests, should that have changed.
	ninja -C "$out" build.ninja >"$out.log" 2>&1 &&
	python3 "$here/matrix.py" --build "$out" --list >"$out.targets" &&
	xargs ninja -C "$out" <"$out.targets" >"$out.log" 2>&1 || {
		cat "$out.log" >&2
		die "the tests do not build: see above"
	}
}

# build_cross MACHINE: false if it cannot be done here
build_cross() {
	file=$top/build/vm-$1.cross
	status=0
	sh "$top/tests/cross.sh" "$1" elsewhere >"$file" || status=$?
	case $status in
	0)	build "$1" --cross-file "$file" ;;
	77)	return 1 ;;
	*)	exit 1 ;;
	esac
}

# Stops at what cannot be had: what is in the cache runs all the same.
fetch_kernels() {
	machines | while read -r machine version; do
		sh "$here/fetch.sh" kernel "$machine" "$version" || exit
	done
}

# Each of the options has a value.
names=
value=
for argument in "$@"; do
	case $value$argument in
	--*=*)	;;
	--*)	value='value ' && continue ;;
	value*)	;;
	*)	names="$names $argument" ;;
	esac
	value=
done

need_debian
need cc python3 meson ninja pkg-config cmocka
need_commands readelf xz
mkdir -p "$top/build"
if uses amd64; then
	need_commands qemu-system-x86_64 zstd lz4
fi
if uses uml; then
	need_commands make flex bison bc
fi
if uses amd64 || uses uml; then
	build amd64
	set -- --build "amd64=$top/build/vm-amd64" "$@"
fi
if uses arm64; then
	need_commands qemu-system-aarch64
	build_cross arm64 &&
		set -- --build "arm64=$top/build/vm-arm64" "$@"
fi
if uses s390x; then
	need_commands qemu-system-s390x
	build_cross s390x &&
		set -- --build "s390x=$top/build/vm-s390x" "$@"
fi
status=0
fetch_kernels || status=$?
[ $status -eq 0 ] || [ $status -eq 77 ] || exit 1
exec python3 "$here/matrix.py" "$@"
