# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Sourced by the tests of landlock-denials: records as auditd writes them.

denials=$EXAMPLES/landlock-denials

# hex TEXT: as audit encodes what has other bytes than printable ASCII.
hex() {
	printf %s "$1" | od -An -v -tx1 | tr -d ' \n' | tr 'a-f' 'A-F'
}

# denied SERIAL BLOCKERS OBJECT...: one denied open(2) of the process 4242.
denied_record() {
	serial=$1
	blockers=$2
	shift 2
	cat <<-END
	type=UNKNOWN[1423] msg=audit(1795322$serial.562:$serial): domain=1600be771 blockers=$blockers $*
	type=SYSCALL msg=audit(1795322$serial.562:$serial): arch=c000003e syscall=257 success=no exit=-13 a0=ffffff9c a1=0 a2=0 a3=0 items=0 ppid=1 pid=4242 auid=1000 uid=1000 gid=1000 euid=1000 suid=1000 fsuid=1000 egid=1000 sgid=1000 fsgid=1000 tty=(none) ses=1 comm="app" exe="${exe-/usr/bin/app}" key=(null)
	END
}

# Who made the sandbox; comes with its first denial.
domain_record() {
	echo "type=UNKNOWN[1424] msg=audit(1795322$1.562:$1):" \
		'domain=1600be771 status=allocated mode=enforcing pid=4200' \
		'uid=1000 exe="/usr/bin/sandboxer" comm="sandboxer"'
}

domain_end() {
	echo "type=UNKNOWN[1424] msg=audit(1795322$1.600:$1):" \
		"domain=1600be771 status=deallocated denials=$2"
}

file() {
	echo "path=\"$1\" dev=\"vda\" ino=861"
}

# A rename from a to b that would give the file more rights.
rename_record() {
	cat <<-END
	type=UNKNOWN[1423] msg=audit(1795322$1.562:$1): domain=1600be771 blockers=fs.execute,fs.write_file,fs.read_dir,fs.remove_dir,fs.make_char,fs.make_dir,fs.ioctl_dev $(file /srv/a)
	type=UNKNOWN[1423] msg=audit(1795322$1.562:$1): domain=1600be771 blockers=fs.read_dir,fs.remove_dir,fs.make_char,fs.make_dir,fs.ioctl_dev $(file /srv/b)
	type=SYSCALL msg=audit(1795322$1.562:$1): arch=c000003e syscall=82 success=no exit=-18 a0=0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=4242 auid=1000 uid=1000 gid=1000 euid=1000 suid=1000 fsuid=1000 egid=1000 sgid=1000 fsgid=1000 tty=(none) ses=1 comm="mv" exe="/usr/bin/mv" key=(null)
	END
}

log=$work/audit.log

# lines N: that many on stdout
expect_lines() {
	[ "$(wc -l <"$work/out")" -eq "$1" ] ||
		fail "$(wc -l <"$work/out") lines, not $1: $command"
}

expect_output() {
	grep -Fq -e "$1" "$work/out" || fail "nothing about '$1': $command"
}

expect_no_output() {
	! grep -Fq -e "$1" "$work/out" || fail "'$1' in the output: $command"
}

# json EXPRESSION: of every line it is true; d is what the line says
json() {
	python3 - "$work/out" "$1" <<-'END' || fail "JSON, not $1: $command"
	import json, sys
	with open(sys.argv[1], encoding='utf-8') as file:
	    for line in file:
	        d = json.loads(line)
	        assert eval(sys.argv[2]), line
	END
}
