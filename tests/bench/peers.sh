#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What the comparison is with: programs that use go-landlock and rust-landlock,
# and other sandboxers, from Debian's packages.  Nothing is installed.
#
#   sh tests/bench/peers.sh DIRECTORY
#
# Needs root, since the compilers run in a chroot; 250 MB from the mirror, 2 GB
# of disk while it works, and a few minutes.  Kept in DIRECTORY: bin/, and
# lib/, in which ld.so finds what bin/ needs.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
kept=$1
suite=forky
work=

fail() {
	printf 'peers.sh: %s\n' "$*" >&2
	exit 1
}

# The compilers and libraries, then the programs.
packages='golang-go golang-github-landlock-lsm-go-landlock-dev
	rustc cargo librust-landlock-dev gcc libc6-dev
	landrun go-landlock minijail bubblewrap util-linux'
programs='landrun landlock-restrict minijail0 bwrap setpriv'

# In a mount namespace of its own: nothing stays mounted.  The tree has no
# shell.
inside() {
	unshare --mount sh -c '
		tree=$1
		shift
		mount --rbind /proc "$tree/proc"
		mount --rbind /dev "$tree/dev"
		exec env -i HOME=/work PATH=/usr/sbin:/usr/bin \
			CARGO_HOME=/work/cargo \
			CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER=gcc \
			GO111MODULE=off GOPATH=/usr/share/gocode \
			GOCACHE=/work/go CGO_ENABLED=0 \
			chroot "$tree" "$@"' sh "$work" "$@"
}

build_go() {
	cp "$here/peer.go" "$work/work"
	# The only version that is there.
	inside "$(cd "$work" && echo usr/lib/go-*/bin/go | sed 's,^,/,')" build \
		-o /work/peer-go /work/peer.go
	mv "$work/work/peer-go" "$kept/bin"
}

build_rust() {
	mkdir -p "$work/work/src" "$work/work/cargo"
	cp "$here/peer.rs" "$work/work/src/main.rs"
	cat >"$work/work/Cargo.toml" <<-END
	[package]
	name = "peer-rust"
	version = "0.0.0"
	edition = "2021"
	[dependencies]
	landlock = "0.4"
	END
	cat >"$work/work/cargo/config.toml" <<-END
	[source.crates-io]
	replace-with = "debian"
	[source.debian]
	directory = "/usr/share/cargo/registry"
	END
	inside /usr/bin/cargo build --quiet --offline --release \
		--manifest-path /work/Cargo.toml
	mv "$work/work/target/release/peer-rust" "$kept/bin"
}

[ "$(id -u)" -eq 0 ] || fail 'needs root, for chroot'
[ "$(uname -m)" = x86_64 ] || fail 'only made for x86-64'
rm -rf "$kept"
mkdir -p "$kept/bin" "$kept/lib"
work=$(mktemp -d "$kept/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# Split on purpose.
sh "$here/../vm/fetch.sh" tree "$work" $suite $packages
mkdir -p "$work/proc" "$work/dev" "$work/tmp" "$work/work"
build_go
build_rust
for program in $programs; do
	mv "$work/usr/bin/$program" "$kept/bin"
done
# Only the libraries that these programs name, and what those name.
cp -L "$work"/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 "$kept/lib"
for program in "$kept"/bin/*; do
	"$kept/lib/ld-linux-x86-64.so.2" --list --library-path \
		"$work/usr/lib/x86_64-linux-gnu" "$program" 2>/dev/null |
		awk '$2 == "=>" && $1 !~ /ld-linux/ { print $3 }'
done | sort -u | while read -r library; do
	cp -L "$library" "$kept/lib"
done
: >"$kept/ready"
