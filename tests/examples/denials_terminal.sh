#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Colours and progress are for terminals, and only where they are wanted.
set -eu
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/denials.sh"

{ domain_record 178; denied_record 178 fs.read_file "$(file /etc/passwd)"; } \
	>"$log"
# A long log, which takes no room.
cp "$log" "$work/long"
truncate -s 80M "$work/long" 2>/dev/null || cannot_run "no truncate(1)"

cat >"$work/terminal.py" <<'END'
import os, pty, subprocess, sys

denials, work = sys.argv[1:]

def run(log, out_is_terminal, err_is_terminal, **env):
    """What arrives at the terminal."""
    master, slave = pty.openpty()
    env = {'PATH': os.environ['PATH'], 'TERM': 'xterm', **env}
    for name in 'ASAN_OPTIONS', 'LD_LIBRARY_PATH':
        if name in os.environ:
            env[name] = os.environ[name]
    subprocess.run([denials, work + '/' + log], check=True, env=env,
                   stdout=slave if out_is_terminal else subprocess.DEVNULL,
                   stderr=slave if err_is_terminal else subprocess.DEVNULL)
    os.close(slave)
    got = b''
    try:
        while part := os.read(master, 4096):
            got += part
    except OSError:
        pass
    os.close(master)
    return got

assert b'\x1b[1m' in run('audit.log', True, False)
assert b'\x1b' in run('audit.log', True, False, NO_COLOR='')
for env in {'NO_COLOR': '1'}, {'TERM': 'dumb'}:
    got = run('audit.log', True, False, **env)
    assert b'\x1b' not in got and b'/etc/passwd' in got, got

# Progress is on stderr, is taken away again, and is for what takes long.
got = run('long', False, True)
assert b' %\r\x1b[Klandlock-denials: 1 damaged' in got, got
assert b'nothing' not in got, got
assert run('audit.log', False, True) == b''
assert b' %' not in run('long', True, False)
END
python3 "$work/terminal.py" "$denials" "$work" || fail "see above"
