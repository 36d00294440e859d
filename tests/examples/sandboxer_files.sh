#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What each option on files allows, and that it allows no more.
set -eu
. "$(dirname "$0")/lib.sh"
need_landlock

mkdir "$work/in" "$work/in/sub" "$work/outside"
echo inside >"$work/in/file"
echo outside >"$work/outside/file"
printf '#!/bin/sh\necho ran\n' >"$work/in/script"
chmod 755 "$work/in/script"
"$work/in/script" >"$work/out" 2>&1 || cannot_run "no programs run below $work"
in=$work/in
out=$work/outside

# Runs a piece of shell: sh_allowed OPTION PATH SHELL, and sh_denied likewise.
sh_allowed() {
	allowed "$1" "$2" -- sh -c "$3"
}

sh_denied() {
	denied "$1" "$2" -- sh -c "$3"
}

# What no option names is closed, whatever the others are.
for option in --ro --rw --rx --dev --unix; do
	sh_denied "$option" "$in" "cat $out/file"
	sh_denied "$option" "$in" "echo x >>$out/file"
	sh_denied "$option" "$in" "ls $out"
	sh_denied "$option" "$in" "cat $in/../outside/file"
done
[ "$(cat "$out/file")" = outside ] || fail "$out/file has changed"
ln -s ../outside/file "$in/link"
sh_denied --ro "$in" "cat $in/link"
rm "$in/link"

# --ro
allowed --ro "$in" -- cat "$in/file"
expect_line inside
allowed --ro "$in" -- ls "$in"
expect_line sub
sh_denied --ro "$in" "echo x >>$in/file"
sh_denied --ro "$in" ": >$in/new"
sh_denied --ro "$in" "rm -f $in/file"
sh_denied --ro "$in" "mkdir $in/new"
sh_denied --ro "$in" "mv $in/file $in/moved"
sh_denied --ro "$in" "$in/script"

# --rx
allowed --rx "$in" -- "$in/script"
expect_line ran
sh_denied --rx "$in" "echo x >>$in/file"
sh_denied --rx "$in" ": >$in/new"

# --rw
sh_allowed --rw "$in" "cat $in/file && ls $in && echo more >>$in/file"
sh_allowed --rw "$in" "echo new >$in/new && echo newer >$in/new"
sh_allowed --rw "$in" "mv $in/new $in/moved && rm $in/moved"
sh_allowed --rw "$in" "mkdir $in/dir && rmdir $in/dir"
sh_allowed --rw "$in" "ln -s file $in/link && rm $in/link"
sh_allowed --rw "$in" "mkfifo $in/fifo && rm $in/fifo"
sh_denied --rw "$in" "$in/script"
allowed --rw "$in" -- "$PROBE" truncate "$in/file"
[ ! -s "$in/file" ] || fail "truncate did nothing"

# Between directories: saving by rename needs it.  ABI 1 always denies it.
touch "$in/one"
if has fs.refer; then
	probes allowed --rw "$in" -- "$PROBE" rename "$in/one" "$in/sub/one"
else
	probes denied --rw "$in" -- "$PROBE" rename "$in/one" "$in/sub/one"
fi
touch "$in/two"
probes denied --rw "$in/sub" --ro "$in" -- \
	"$PROBE" rename "$in/two" "$in/sub/two"

# Truncation is a right of its own since ABI 3, free before.
echo long >"$in/long"
probes "$(if_has fs.truncate)" --ro "$in" -- "$PROBE" truncate "$in/long"

# One file, and not the one beside it.
echo other >"$in/other"
allowed --ro "$in/other" -- cat "$in/other"
expect_line other
sh_denied --ro "$in/other" "cat $in/long"
sh_allowed --rw "$in/other" "echo changed >$in/other && cat $in/other"
expect_line changed

# Devices
sh_allowed --dev /dev/null "cat /dev/null && echo x >/dev/null"
sh_denied --ro /dev/null "echo x >/dev/null"
probes allowed --dev /dev/null -- "$PROBE" ioctl /dev/null
probes "$(if_has fs.ioctl_dev)" --rw /dev/null -- "$PROBE" ioctl /dev/null

# Unix sockets
start_first "$PROBE" serve-unix "$out/socket"
[ "$line" = "$out/socket" ] || fail "no socket: $(cat "$work/first.err")"
probes allowed --unix "$out/socket" -- "$PROBE" unix "$out/socket"
probes allowed --unix "$out" -- "$PROBE" unix "$out/socket"
probes "$(if_has fs.resolve_unix)" --rw "$out" -- "$PROBE" unix "$out/socket"

# Missing paths: each option has a form that goes on, and -v tells.
for option in --ro --rw --rx --dev; do
	allowed "$option-try" "$work/missing" -v -- true
	expect_error "\"$work/missing\" does not exist"
	allowed "$option-try" "$in/file/missing" -- true
done
allowed --unix-try "$work/missing" -- true
sh_denied --ro-try "$in" "cat $out/file"
allowed --ro-try "$in" -- cat "$in/other"

# What is open stays usable.
echo standard input >"$out/stdin"
[ "$(boxed -- cat <"$out/stdin" 2>/dev/null)" = 'standard input' ] ||
	fail "standard input is closed"
