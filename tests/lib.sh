# SPDX-License-Identifier: MIT
#
# Sourced by tests/run.sh and examples/demo.sh: gets the build tools onto this
# machine, or says which packages have them.  Needs a POSIX shell and awk.

# A line for each tool: how we call it, then its packages on Debian and Ubuntu,
# Fedora, Arch and Alpine.
tools_table() {
	cat <<'END'
cc		gcc,libc6-dev	gcc,glibc-devel		gcc		build-base
c++		g++		gcc-c++			gcc		build-base
python3		python3		python3			python		python3
meson		meson		meson			meson		meson
ninja		ninja-build	ninja-build		ninja		ninja
pkg-config	pkgconf		pkgconf-pkg-config	pkgconf		pkgconf
cmocka		libcmocka-dev	libcmocka-devel		cmocka		cmocka-dev
strace		strace		strace			strace		strace
autoconf	autoconf,automake,make	autoconf,automake,make	autoconf,automake,make	autoconf,automake,make
mandoc		mandoc		mandoc			mandoc		mandoc
git		git		git			git		git
xz		xz-utils	xz			xz		xz
abidiff		abigail-tools	libabigail		libabigail	libabigail
sanitizers	gcc		libasan,libubsan,libtsan	gcc	gcc
clang		clang		clang			clang		clang
clang-tidy	clang-tidy	clang-tools-extra	clang		clang-extra-tools
cppcheck	cppcheck	cppcheck		cppcheck	cppcheck
gcovr		gcovr		gcovr			gcovr		gcovr
valgrind	valgrind	valgrind		valgrind	valgrind
END
}

say() {
	printf '%s\n' "$*"
}

die() {
	printf '%s\n' "$*" >&2
	exit 1
}

# compiles FLAG...: does this machine's cc build and link a program with them?
compiles() {
	program=$(mktemp)
	printf '#include <stdio.h>\nint main(void) { return !stdout; }\n' |
		cc "$@" -x c - -o "$program" >/dev/null 2>&1
	compiled=$?
	rm -f "$program"
	return $compiled
}

have() {
	case $1 in
	cc)		compiles ;;
	sanitizers)	compiles -fsanitize=address,undefined &&
			compiles -fsanitize=thread ;;
	cmocka)		pkg-config --exists 'cmocka >= 1.1.5' 2>/dev/null ;;
	autoconf)	command -v autoreconf >/dev/null 2>&1 &&
			command -v automake >/dev/null 2>&1 ;;
	*)		command -v "$1" >/dev/null 2>&1 ;;
	esac
}

# missing TOOL...: those that are not there.
missing() {
	for tool in "$@"; do
		have "$tool" || printf '%s ' "$tool"
	done
}

# packages COLUMN TOOL...: each package once.
packages() {
	column=$1
	shift
	tools_table | awk -v column="$column" -v tools="$*" '
		BEGIN { n = split(tools, names, " ")
			for (i = 1; i <= n; i++) wanted[names[i]] = 1 }
		wanted[$1] {
			n = split($column, list, ",")
			for (i = 1; i <= n; i++)
				if (!seen[list[i]]++)
					printf "%s ", list[i]
		}'
}

# as_root COMMAND...
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

# The machine has no package manager that we use: what would the user type?
name_packages() {
	die "These tools are missing: $*
Install them as root, then run this again:
  Debian, Ubuntu:  apt-get install $(packages 2 "$@")
  Fedora:          dnf install $(packages 3 "$@")
  Arch:            pacman -S $(packages 4 "$@")
  Alpine:          apk add $(packages 5 "$@")"
}

# need TOOL...: install what is missing, or stop.
need() {
	absent=$(missing "$@")
	[ -z "$absent" ] && return 0
	# Split on purpose: no name has a space or a wildcard.
	command -v apt-get >/dev/null 2>&1 || name_packages $absent
	if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
		name_packages $absent
	fi
	apt_install $(packages 2 $absent)
	absent=$(missing "$@")
	[ -z "$absent" ] || name_packages $absent
}

# apt_install PACKAGE...
apt_install() {
	how=
	[ "$(id -u)" -eq 0 ] || how=' through sudo, which may ask for a password'
	say "Installing with apt-get$how: $*"
	apt_log=$(mktemp)
	# A machine that is offline may still have lists and packages.
	as_root apt-get update >"$apt_log" 2>&1 ||
		say 'apt-get update failed; trying with the lists that are there.'
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y \
		--no-install-recommends -o DPkg::Lock::Timeout=300 "$@" \
		>>"$apt_log" 2>&1 || {
		cat "$apt_log" >&2
		rm -f "$apt_log"
		die 'apt-get could not install them: see above.'
	}
	rm -f "$apt_log"
}
