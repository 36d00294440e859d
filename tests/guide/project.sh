# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Sourced after lib.sh by the tests of the guide's two build systems: the
# project app, and what it must do with a sandbox and without.

project=$work/app
# shellcheck disable=SC2034
pkgconfig=$(dirname "$(find "$STAGE" -name liblandlock.pc)")
mkdir "$project" "$work/empty" "$dir/data"
: >"$dir/file"
: >"$dir/data/file"

# make_project FILE...: these from the guide.  The guide's main.c is any
# program; ours is in two files.
make_project() {
	for file in "$@" sandbox.h sandbox.c no-sandbox.c; do
		block "$file"
		mv "$work/$file" "$project"
	done
	cp "$here/try.h" "$project"
	cat "$here/app.c" "$here/try.c" >"$project/main.c"
}

expect_sandbox() {
	try "$dir"
	expect 'data: allowed' "file: $(verdict fs.read_file EACCES)"
	! grep -q 'not in this build' "$work/err" || show 'the wrong file'
}

expect_no_sandbox() {
	try "$dir"
	expect 'data: allowed' 'file: allowed'
	expect_message 'not in this build'
	! readelf -dW "$work/program" | grep -q 'NEEDED.*liblandlock' ||
		fail 'it needs the library'
}
