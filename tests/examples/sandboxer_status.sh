#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The exit status is the command's; 126 and 127 are what a shell has for them.
set -eu
. "$(dirname "$0")/lib.sh"
need_landlock

status_is() {
	expected=$1
	shift
	run boxed "$@"
	expect_status "$expected"
}

status_is 0 -- true
status_is 1 -- false
status_is 3 -- sh -c 'exit 3'
status_is 125 -- sh -c 'exit 125'
# A signal, as the shell that ran it sees it: there is no process in between.
status_is 143 -- sh -c 'kill -TERM $$'
status_is 137 -- sh -c 'kill -KILL $$'
# shellcheck disable=SC2086
"$sandboxer" $rx -- sh -c 'echo $$' >"$work/out" 2>/dev/null &
wait "$!"
expect_line "$!"

# Arguments arrive as they are; options after the command are the command's.
run boxed -- printf '[%s]' 'a b' '' --strict -v
expect_status 0
[ "$(cat "$work/out")" = '[a b][][--strict][-v]' ] || fail "arguments changed"
status_is 4 sh -c 'exit 4' --abi nonsense

# In a PATH of its own: one with a closed directory makes it 126, as in shells.
path=$PATH
PATH=$work
status_is 127 -- llk-no-such-command
PATH=$path
expect_error llk-no-such-command
status_is 127 -- "$work/no-such-command"
expect_error "$work/no-such-command"

# A rule that does not execute, and a file that is none.
printf '#!/bin/sh\necho ran\n' >"$work/script"
chmod 755 "$work/script"
"$work/script" >"$work/out" 2>&1 || cannot_run "no programs run below $work"
for option in --ro --rw --dev; do
	status_is 126 "$option" "$work" -- "$work/script"
	expect_error "$work/script: Permission denied"
	expect_error "does --rx allow it"
	[ ! -s "$work/out" ] || fail "it ran: $command"
done
status_is 0 --rx "$work" -- "$work/script"
expect_line ran
chmod 644 "$work/script"
status_is 126 --rx "$work" -- "$work/script"
status_is 126 --rx "$work" -- "$work"

# Found in PATH, but not allowed; its interpreter, likewise.
run "$sandboxer" --ro / -- true
expect_status 126
expect_error "true: Permission denied"
expect_error "does --rx allow it"
chmod 755 "$work/script"
run "$sandboxer" --rx "$work" -- "$work/script"
expect_status 126
expect_error "interpreter"
