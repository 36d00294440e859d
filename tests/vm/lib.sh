# SPDX-License-Identifier: MIT
#
# Sourced by matrix.sh after tests/lib.sh: gets Debian's tools, or says why that
# is not possible here, with status 77.

# cannot REASON: nothing is wrong, and nothing can be done either.
cannot() {
	printf '%s\n' "$*" >&2
	exit 77
}

need_debian() {
	[ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] ||
		cannot 'other kernels and processors need Debian on amd64'
}

# package COMMAND: the Debian packages that have it
package() {
	case $1 in
	qemu-system-x86_64)	echo qemu-system-x86 ;;
	qemu-system-aarch64)	echo qemu-system-arm ;;
	qemu-system-s390x)
		# Its own only from Debian 13 on.
		if apt-cache show qemu-system-s390x >/dev/null 2>&1; then
			echo qemu-system-s390x
		else
			echo qemu-system-misc
		fi ;;
	readelf)		echo binutils ;;
	xz)			echo xz-utils ;;
	*)			echo "$1" ;;
	esac
}

need_commands() {
	wanted=
	for command in "$@"; do
		command -v "$command" >/dev/null ||
			wanted="$wanted $(package "$command")"
	done
	[ -n "$wanted" ] || return 0
	# Words without spaces.
	# shellcheck disable=SC2086
	(apt_install $wanted) || cannot "not installed:$wanted"
}
