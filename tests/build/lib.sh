# SPDX-License-Identifier: MIT
#
# Sourced by the scripts of this directory.  meson.build sets, in the
# environment: CC, CXX (may be empty), TOP (the source), STAGE (an installed
# copy, made by stage.sh), SANITIZE (flags for what links with it).

set -u

skip() {
	printf 'skip: %s\n' "$*" >&2
	exit 77
}

fail() {
	printf 'failed: %s\n' "$*" >&2
	exit 1
}

# A private working directory: any number of these tests run at once.
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

warnings='-Wall -Wextra -Werror -pedantic'

# The C compilers of this machine: the one that builds the library, and others.
c_compilers() {
	printf '%s\n' "$CC"
	for other in gcc clang; do
		command -v $other >/dev/null 2>&1 && [ $other != "$CC" ] &&
			printf '%s\n' $other
	done
	return 0
}

cxx_compilers() {
	for other in g++ clang++ ${CXX:+"$CXX"}; do
		command -v "$other" >/dev/null 2>&1 && printf '%s\n' "$other"
	done
	return 0
}

# Flags by the installed liblandlock.pc, or that of $package, which is below
# STAGE.
pkg_config() {
	PKG_CONFIG_LIBDIR=$(dirname "$(find "$STAGE" -name liblandlock.pc)") \
	PKG_CONFIG_PATH='' PKG_CONFIG_SYSROOT_DIR=$STAGE \
		pkg-config "$@" "${package:-liblandlock}"
}

# Where the installed libraries are.
libdir() {
	dirname "$(find "$STAGE" -name liblandlock.a)"
}

# Run a program with the installed shared library.
run() {
	LD_LIBRARY_PATH=$(libdir) "$@"
}

# Does this machine have a static libc?
need_static_libc() {
	printf 'int main(void) { return 0; }\n' >"$work/empty.c"
	$CC -static "$work/empty.c" -o "$work/empty" 2>/dev/null ||
		skip 'this machine has no static libc'
}

# The names that the header of a library declares, without those of a header
# that it includes, and those that its map lists.  liblandlock, or the one named.
header_functions() {
	printf '#include <%s.h>\n' "${1:-liblandlock}" |
		$CC -E -I"$TOP/include" - | awk -v header="/${1:-liblandlock}.h\"" '
			/^# [0-9]/ { inside = index($0, header); next }
			inside' |
		grep -o 'llk_[a-z0-9_]* *(' | tr -d ' (' | sort -u
}

map_functions() {
	grep -o 'llk_[a-z0-9_]*' "$TOP/src/${1:-liblandlock}.map" | sort -u
}

# library_targets BUILD: the libraries that are installed, for ninja.
library_targets() {
	ninja -C "$1" -t targets all |
		sed -n 's,^\(lib[^/]*\.\(a\|so\.[0-9.]*\)\): .*,\1,p'
}
