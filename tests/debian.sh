# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Sourced, after tests/lib.sh, by what needs more of Debian than packages: clean
# systems in a directory (chroot), and sources.  Both come from the mirror that
# apt is set up with, through apt, which checks signatures, and are kept in
# ${XDG_CACHE_HOME:-~/.cache}/liblandlock.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/liblandlock

# The first source of packages that is laid out as Debian's.
mirror() {
	# shellcheck disable=SC2016 # apt's own format
	apt-get indextargets --format '$(SITE)' 'Created-By: Packages' \
		2>/dev/null | sed -n 's,/*$,,; /\/debian$/{p;q}'
}

# need_mirror: or skip.
need_mirror() {
	site=
	! command -v apt-get >/dev/null 2>&1 || site=$(mirror)
	[ -n "$site" ] ||
		skip 'needs Debian: apt has no Debian mirror among its sources'
}

skip() {
	printf 'skip: %s\n' "$*" >&2
	exit 77
}

# need_root: for chroot, or skip.
need_root() {
	[ "$(id -u)" -eq 0 ] || skip 'needs root: chroot and mount'
}

# need_packages COMMAND PACKAGE...: or skip.
need_packages() {
	if command -v "$1" >/dev/null 2>&1; then
		return 0
	fi
	[ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1 ||
		skip "needs $1, and root to install it"
	shift
	apt_install "$@" >&2
}

# clean_system NAME "SUITE..." PACKAGE...: sets $system to the archive of a
# Debian system that has these packages; makes it if it is not in the cache.
# What the first suite does not have comes from the others.
clean_system() {
	system=$cache/$1-$(echo "$@" | sha256sum | cut -c 1-12).tar
	[ ! -s "$system" ] || return 0
	need_packages mmdebstrap mmdebstrap
	say "Making a clean Debian system in $system: minutes, once"
	mkdir -p "$cache"
	rm -f "$cache/$1"-*.tar
	suites=$2
	main=${2%% *}
	packages=$(shift 2; echo "$@" | tr ' ' ',')
	set --
	for suite in $suites; do
		set -- "$@" "deb $site $suite main"
	done
	# shellcheck disable=SC2016 # mmdebstrap's $1
	mmdebstrap --mode=root --format=tar --variant=apt \
		--include="passwd,$packages" \
		--aptopt='APT::Install-Recommends "false"' \
		--setup-hook='printf "Package: *\nPin: release n='"$main"'\n" \
			>"$1/etc/apt/preferences.d/main"
			echo "Pin-Priority: 900" >>"$1/etc/apt/preferences.d/main"' \
		--customize-hook='chroot "$1" useradd -m builder' \
		"$main" "$system.new" "$@" >"$system.log" 2>&1 || {
		tail -n 20 "$system.log" >&2
		rm -f "$system.new"
		die "mmdebstrap failed: see above and $system.log"
	}
	rm -f "$system.log"
	mv "$system.new" "$system"
}

# enter DIRECTORY USER COMMAND...: run a command in an unpacked system, as a
# user of it.  Mounts and left processes end with the command.
enter() {
	# shellcheck disable=SC2016 # expanded inside
	unshare --mount --pid --fork sh -c '
		mount -t proc proc "$1/proc" &&
		mount --rbind /dev "$1/dev" || exit 1
		root=$1
		user=$2
		shift 2
		exec chroot --userspec="$user:$user" "$root" \
			env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
			HOME=/tmp USER="$user" LC_ALL=C.UTF-8 "$@"
	' enter "$@"
}

# source_of PACKAGE SUITE DIRECTORY: its unpacked upstream source, there.
source_of() {
	apt=$cache/sources
	mkdir -p "$apt/lists/partial" "$3"
	echo "deb-src $site $2 main" >"$apt/sources.list"
	cat >"$apt/apt.conf" <<-END
	Dir::Etc::sourcelist "$apt/sources.list";
	Dir::Etc::sourceparts "/dev/null";
	Dir::State::lists "$apt/lists";
	Dir::Cache::pkgcache "";
	Dir::Cache::srcpkgcache "";
	APT::Sandbox::User "$(id -un)";
	END
	(
		export APT_CONFIG="$apt/apt.conf"
		cd "$3" &&
		apt-get update &&
		apt-get source --download-only "$1" &&
		tar -xf "$1"_*.orig.tar.?z
	) >"$apt/log" 2>&1 || {
		cat "$apt/log" >&2
		die "apt-get source $1 failed: see above"
	}
}
