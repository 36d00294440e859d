#!/bin/sh
# SPDX-License-Identifier: MIT
#
# --log tells afterwards what was denied, and changes nothing else: exit status,
# signals, stopping and going on are those of the command.  What the kernel would
# log is written by the command itself here, since audit may be off.
set -eu
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/denials.sh"
need_landlock

: >"$log"
# The first line of a script that writes what audit would of the process that
# made the sandbox: this shell's.  Records of others are not told.
cat >"$work/deny.sh" <<'END'
serial=1
deny() {
	echo "type=1423 msg=audit(1795322178.562:$serial): domain=1600be771 blockers=$1 $2"
	[ $serial -ne 1 ] ||
		echo "type=1424 msg=audit(1795322178.562:$serial): domain=1600be771 status=allocated mode=enforcing pid=$$ uid=0 exe=\"/usr/bin/sandboxer\" comm=\"sandboxer\""
	serial=$((serial + 1))
}
other() {
	echo "type=1423 msg=audit(1795322178.562:900): domain=1600be779 blockers=fs.write_file path=\"/of/another\" dev=\"vda\" ino=1"
	echo "type=1424 msg=audit(1795322178.562:900): domain=1600be779 status=allocated mode=enforcing pid=1 uid=0 exe=\"/x\" comm=\"x\""
}
END

# logged SCRIPT: runs it as the command, which may write into the log
logged() {
	# shellcheck disable=SC2086
	run "$sandboxer" $rx --rw "$work" --log-from "$log" -- \
		sh -c ". '$work/deny.sh'; $1"
}

logged 'exit 0'
expect_status 0
expect_error 'nothing was denied'

logged "{ other; deny fs.read_file 'path=\"/etc/a b\" dev=\"vda\" ino=1'
	  deny fs.read_file 'path=2F6574632F612062 dev=\"vda\" ino=1'
	  deny net.connect_tcp 'daddr=192.0.2.7 dest=443'; } >>'$log'; exit 3"
expect_status 3
expect_error '3 denials'
expect_error '2x'
expect_error "--ro '/etc/a b'"
expect_error '--connect-tcp 443'
expect_no_error /of/another

logged "deny scope.signal 'opid=1 ocomm=\"init\"' >>'$log'"
expect_status 0
expect_error '1 denial.'
expect_error scope.signal

# A command that ends by a signal ends us by the same.
logged "deny net.bind_tcp 'src=80' >>'$log'; kill -TERM \$\$"
expect_status 143
expect_error '--bind-tcp 80'
logged 'kill -KILL $$'
expect_status 137

# ---- Signals to the sandboxer reach the command

# shellcheck disable=SC2086
begin_waiting() {
	rm -f "$work/first.in" "$work/first.out"
	start_first "$sandboxer" $rx --rw "$work" --log-from "$log" -- \
		sh -c ". '$work/deny.sh'; $1; echo \$\$; read -r word; echo \$word"
	command="signals: $1"
	child=$line
}

ends_with() {
	status=0
	wait "$pid" || status=$?
	expect_status "$1"
}

# Not HUP: where it is ignored, as below nohup(1), a shell cannot trap it.
for signal in TERM USR1 USR2; do
	begin_waiting "trap 'exit 42' $signal"
	[ "$child" != "$pid" ] || fail "no process in between"
	kill -"$signal" "$pid"
	ends_with 42
done
begin_waiting :
kill -TERM "$pid"
ends_with 143
# Ignored as it was before.
begin_waiting "trap '' HUP"
kill -HUP "$pid"
echo still >&3
read -r line <&4
[ "$line" = still ] || fail "the command is gone"
ends_with 0

# Who kills the one kills the other.
begin_waiting :
kill -KILL "$pid"
ends_with 137
read -r line <&4 || line=gone
[ "$line" = gone ] || fail "the command lives on"

# ---- A job that stops and goes on: python looks as a shell does

cat >"$work/job.py" <<'END'
import os, signal, sys
r, w = os.pipe()
pid = os.fork()
if not pid:
    os.dup2(w, 1)
    os.execv(sys.argv[1], sys.argv[1:])
os.close(w)
child = int(os.read(r, 20))
os.kill(child, signal.SIGSTOP)
got, status = os.waitpid(pid, os.WUNTRACED)
assert os.WIFSTOPPED(status), status
os.kill(pid, signal.SIGCONT)
assert os.read(r, 20) == b'on\n'
got, status = os.waitpid(pid, 0)
assert os.WEXITSTATUS(status) == 5, status
END
# shellcheck disable=SC2086,SC2016
python3 "$work/job.py" "$sandboxer" $rx --rw "$work" --log-from "$log" -- \
	sh -c 'trap "echo on; exit 5" CONT; echo $$; while :; do read -r x; done' \
	2>"$work/err" <"$work/first.in" &
command='a job that stops'
pid=$!
ends_with 0

# ---- Where nothing can be read

run boxed --log-from "$work/missing" -- true
expect_status 125
expect_error "$work/missing"
run boxed --log -- sh -c 'exit 4'
expect_status 4
expect_error 'sandboxer: --log: '
if [ "$(id -u)" -ne 0 ] && [ ! -r /var/log/audit/audit.log ]; then
	expect_error 'what is denied cannot be shown'
fi
