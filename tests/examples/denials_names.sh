#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Whatever a file is called, it comes out right: escaped in text, valid and exact
# in JSON, and quoted in what is to be pasted into a shell.
set -eu
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/denials.sh"

# Each name, in a log of its own; what is expected is worked out here.
cat >"$work/names.py" <<'END'
import json, os, subprocess, sys

denials, work = sys.argv[1:]
NAMES = [
    b'plain', b'with space', b' ', b'trailing ', b'-x', b'--', b'~', b'a\'b',
    b'"', b'\\', b'\\n', b'a\\', b'$(touch pwned)', b'`touch pwned`', b'$HOME',
    b'!!', b'*', b'a;b', b'a&b', b'a|b', b'#', b'new\nline', b'\n', b'\n\n',
    b'ends in newline\n', b'tab\t', b'\r', b'\x01', b'\x1b[31mred\x1b[0m',
    b'\x1b]0;title\x07', b'\x9b31m', b'\x7f', b'\xc3\xa9t\xc3\xa9',
    '\u20ac \U0001f600'.encode(), '\u202e'.encode(), b'\xc2\x9b31m', b'\xff',
    b'\xc0\xaf', b'\xed\xa0\x80', b'\xf4\x90\x80\x80', b'\xe2\x82', b'a\xe2',
    b'<too_long', b'(deleted)', b'%s%n', b'??/', b'0123456789abcdef', b'x\x01f',
    bytes(range(1, 256)).replace(b'/', b''), b'n' * 255,
] + [bytes([byte]) for byte in range(1, 256) if byte != ord('/')]
ACCESS = ('type=UNKNOWN[1423] msg=audit(1795322178.562:{}): domain=1600be771 '
          'blockers=fs.read_file path={} dev="vda" ino=861\n')

def encode(path):
    if all(0x20 < byte < 0x7f and byte != ord('"') for byte in path):
        return '"' + path.decode() + '"'
    return path.hex().upper()

def run(*options):
    return subprocess.run([denials, *options, work + '/log'], check=True,
                          stdout=subprocess.PIPE).stdout

paths = [b'/dir/' + name for name in NAMES]
with open(work + '/log', 'w') as log:
    for serial, path in enumerate(paths, 1000):
        log.write(ACCESS.format(serial, encode(path)))

def check_text(text):
    shown = text.decode('utf-8')
    assert all(c == '\n' or (c >= ' ' and not '\x7f' <= c <= '\x9f')
               for c in shown), ascii(shown)
    return shown.splitlines()

lines = [line for line in check_text(run()) if 'fs.read_file' in line]
assert len(lines) == len(paths), len(lines)
check_text(run('--suggest'))
check_text(run('--suggest', '--as', 'call'))
check_text(run('--suggest', '--as', 'option'))

objects = [json.loads(line)
           for line in run('--json', '--suggest').decode().splitlines()]
assert len(objects) == len(paths)
for path, d in zip(paths, objects):
    try:
        assert d['path'] == path.decode() and 'path_bytes_hex' not in d, d
    except UnicodeDecodeError:
        assert bytes.fromhex(d['path_bytes_hex']) == path, d
        assert '\ufffd' in d['path'], d
    suggestion = d['suggestions'][0]
    assert suggestion['kind'] == 'path' and suggestion['path'] == d['path']

# What the shell makes of the options is the path, and nothing else happens.
for path in paths:
    with open(work + '/log', 'w') as log:
        log.write(ACCESS.format(1, encode(path)))
    option = run('--summary', '--as', 'option')
    assert option.endswith(b'\n')
    got = subprocess.run(['sh', '-c', b"printf '%s\\0' " + option[:-1]],
                         check=True, cwd=work, stdout=subprocess.PIPE).stdout
    assert got == b'--ro\0' + path + b'\0', (path, option, got)
assert not os.path.exists(work + '/pwned')
END
python3 "$work/names.py" "$denials" "$work" || fail "see above"

# Names of programs and sockets are chosen by others, too.
{
	echo 'type=1423 msg=audit(1795322178.562:1): domain=1600be771' \
		'blockers=scope.abstract_unix_socket path=001B5B33316DFF'
	echo 'type=1423 msg=audit(1795322178.562:2): domain=1600be771' \
		'blockers=scope.signal opid=1 ocomm=1B5B33316D0A22'
} >"$log"
run "$denials" "$log"
! LC_ALL=C grep -q "$(printf '\033')" "$work/out" || fail "an escape sequence"
run "$denials" --json "$log"
expect_lines 2
json 'd.get("socket_bytes_hex") == "1b5b33316dff" or d["other_comm"] == "\x1b[31m\n\""'
