#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Cuts the file of a release from the last commit, if everything is as
# doc/RELEASING.md wants it:
#
#   sh tests/release.sh              runs all tests first
#   sh tests/release.sh --file-only  does not
#   sh tests/release.sh --tag        the same as the first, and tags the commit
#
# The file is build/release/liblandlock-VERSION.tar.xz, with its checksum beside
# it.  meson dist makes it, builds it where nothing else is, and runs its tests.
# Its bytes depend on the commit alone.  Pushes nothing.

set -u
top=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
. "$top/tests/lib.sh"
cd "$top" || exit 1

wrong=0
work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# must TEXT COMMAND...: say what is wrong, and go on to the next.
must() {
	text=$1
	shift
	"$@" >/dev/null 2>&1 && return
	say "Not as it must be: $text"
	wrong=$((wrong + 1))
}

# value PATTERN FILE: the first match of the pattern's group.
value() {
	sed -n "s/$1/\\1/p" "$2" | head -n 1
}

clean_tree() {
	[ -z "$(git status --porcelain)" ]
}

no_tag() {
	! git rev-parse -q --verify "refs/tags/v$version"
}

# "## 0.1.0, 1 March 2026", above all others.
has_date() {
	value '^## \(.*\)' doc/CHANGES.md |
		grep -Ex "$version, [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}"
}

nodes() {
	sed -n 's/^LIBLANDLOCK[A-Z_]*_\(.*\) {/\1/p' src/*.map
}

# Each function says in the header since when, and is in the node of that
# version; none is of a version that is yet to come.
has_nodes() {
	nodes | sort -u >"$work/nodes"
	sed -n 's/^ \* Since: //p' include/*.h | sort -u |
		cmp - "$work/nodes" || return 1
	newest=$(sort -V "$work/nodes" | tail -n 1)
	[ "$(printf '%s\n' "$newest" "$version" | sort -V | tail -n 1)" = \
		"$version" ]
}

# Within a soname no line of the ABI goes or changes.
abi_grows() {
	last=$(git describe --abbrev=0 --match 'v*' 2>/dev/null) || return 0
	git show "$last:tests/build/abi.txt" >"$work/abi.txt" || return 1
	! diff "$work/abi.txt" tests/build/abi.txt | grep '^<'
}

same_everywhere() {
	grep -F "is \`liblandlock.so.$soname\`" README.md &&
	grep -F "knows, $abi today" README.md
}

no_gap() {
	! grep -rnE 'TODO|FIXME|XXX' src include examples doc README.md
}

check_tree() {
	must 'there are changes that are not committed (git status)' clean_tree
	must "there is a tag v$version already: raise the version in meson.build" \
		no_tag
	must "doc/CHANGES.md does not begin with \"## $version, <date>\"" has_date
	must 'the nodes of src/liblandlock.map are not the versions after "Since:"' \
		has_nodes
	must 'a line of tests/build/abi.txt went or changed since the last tag' \
		abi_grows
	must 'README.md names another soname or ABI version' \
		same_everywhere
	must 'a TODO is left' no_gap
	[ $wrong -eq 0 ] || die 'Nothing was made.'
}

# cut_file NUMBER OPTION: in a directory of its own.  meson takes the modes and
# owners from this machine: they are made equal, as are the times.
cut_file() {
	git clone -q "file://$top" "$work/$1/clone" &&
	git -C "$work/$1/clone" checkout -q "$commit" &&
	meson setup "$work/$1/build" "$work/$1/clone" >"$work/log" 2>&1 &&
	meson dist -C "$work/$1/build" $2 >"$work/log" 2>&1 || {
		cat "$work/log"
		die 'meson dist failed: see above'
	}
	mkdir "$work/$1/tree"
	tar -xf "$work/$1/build/meson-dist/$name.tar.xz" -C "$work/$1/tree" &&
	tar -C "$work/$1/tree" --sort=name --format=ustar \
		--mtime="@$(git log -1 --format=%ct)" \
		--owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
		-cf "$work/$1/$name.tar" "$name" &&
	xz -9 -T1 "$work/$1/$name.tar" || die 'cannot pack the file'
}

tests=yes
tag=
case "$#,${1-}" in
0,)	;;
1,--file-only)	tests= ;;
1,--tag)	tag=yes ;;
*)	die 'usage: sh tests/release.sh [--file-only | --tag]' ;;
esac

need cc meson ninja pkg-config cmocka git xz
work=$(mktemp -d) || exit 1
version=$(value "^  version: '\(.*\)'," meson.build)
soname=$(value "^library_version = '\([0-9]*\)\..*'" meson.build)
abi=$(value '^#define LLK_ABI_LATEST \([0-9]*\)$' include/liblandlock.h)
name=liblandlock-$version
commit=$(git rev-parse HEAD) || exit 1

check_tree
if [ -n "$tests" ]; then
	sh tests/run.sh --all || die 'The tests failed. Nothing was made.'
fi
say 'Making the file twice; once with its tests'
cut_file 1 ''
cut_file 2 --no-tests
cmp "$work/1/$name.tar.xz" "$work/2/$name.tar.xz" ||
	die 'The file made twice differs. Nothing was made.'

mkdir -p build/release
cp "$work/1/$name.tar.xz" build/release
(cd build/release && sha256sum "$name.tar.xz" | tee "$name.tar.xz.sha256")
if [ -n "$tag" ]; then
	git tag -a "v$version" -m "$name" "$commit"
	say "Tagged $commit as v$version"
fi
say "build/release/$name.tar.xz is ready; doc/RELEASING.md says what comes next"
