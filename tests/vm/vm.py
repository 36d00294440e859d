#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs programs under another Linux kernel, without KVM and without root.

    vm.py --init INIT [--machine M] [--append TEXT] KERNEL PROGRAM...

Packs the programs, their shared libraries and init.c's program into an
initramfs, boots KERNEL with it in qemu (or executes it, if it is user-mode
Linux), and runs each program as root and as an unprivileged user.  Prints
their output; exits with 0 if each ended with 0, or with 77 (skipped).
"""
import argparse
import collections
import contextlib
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import time

USERS = {'root': 0, 'user': 1000}
BOOT_SECONDS = 120
# Of a kernel that does not even start its first process.  None of our programs
# has run then, so that this hides nothing of theirs.
BOOT_TRIES = 3

# How to make a machine; where its console is, and the port for results.
Machine = collections.namedtuple('Machine', 'compiler emulator console port')
MACHINES = {
    'amd64': Machine(
        os.environ.get('CC', 'cc').split(),
        # Without cmpxchg16b, whose emulation makes kernels crash at times.
        'qemu-system-x86_64 -M pc -cpu max,cx16=off '
        '-serial file:{console} -serial file:{results}',
        'ttyS0', '/dev/ttyS1'),
    'arm64': Machine(
        ['aarch64-linux-gnu-gcc'],
        'qemu-system-aarch64 -M virt -cpu cortex-a57 -serial file:{console} '
        '-chardev file,id=results,path={results} '
        '-device pci-serial,chardev=results',
        'ttyAMA0', '/dev/ttyS0'),
    's390x': Machine(
        ['s390x-linux-gnu-gcc'],
        # With the emulated vector instructions the kernel drops packets, and a
        # connect(2) to a closed port waits for its answer.
        'qemu-system-s390x -M s390-ccw-virtio -cpu max,vx=off '
        '-chardev file,id=console,path={console} '
        '-device sclplmconsole,chardev=console '
        '-chardev file,id=results,path={results} '
        '-device sclpconsole,chardev=results',
        'ttyS0', '/dev/ttysclp0'),
    'uml': Machine(
        os.environ.get('CC', 'cc').split(), None, 'tty0', '/dev/ttyS1'),
}
QEMU = ('-accel tcg -m 512 -nodefaults -no-user-config -display none '
        '-no-reboot -kernel {kernel} -initrd {initrd}')

Job = collections.namedtuple('Job', 'program args user seconds')
# status: as a shell has it, or 'timeout'.
Result = collections.namedtuple('Result', 'job status output seconds')
Boot = collections.namedtuple('Boot', 'release abi results tries seconds')


class Failure(Exception):
    """The machine did not do its work; the text says why."""


# ---- Packing ---------------------------------------------------------------

class Archive:
    """A cpio archive in the kernel's "newc" format."""

    def __init__(self):
        self.entries = {}

    def add(self, path, mode, data=b''):
        parent = os.path.dirname(path)
        if parent and parent not in self.entries:
            self.add(parent, stat.S_IFDIR | 0o755)
        self.entries[path] = (mode, data)

    def file(self, path, data, mode=0o644):
        self.add(path, stat.S_IFREG | mode, data)

    def copy(self, path, source):
        if path not in self.entries:
            with open(source, 'rb') as file:
                self.file(path, file.read(), 0o755)

    def link(self, path, target):
        self.add(path, stat.S_IFLNK | 0o777, target.encode())

    def write(self, out):
        for number, (path, (mode, data)) in enumerate(self.entries.items()):
            self.entry(out, number + 1, path, mode, data)
        self.entry(out, 0, 'TRAILER!!!', 0, b'')

    @staticmethod
    def entry(out, number, path, mode, data):
        name = path.encode() + b'\0'
        links = 2 if stat.S_ISDIR(mode) else 1
        fields = (number, mode, 0, 0, links, 0, len(data), 0, 0, 0, 0,
                  len(name), 0)
        head = b'070701' + b''.join(b'%08x' % field for field in fields)
        for part in head + name, data:
            out.write(part + b'\0' * (-len(part) % 4))


def readelf(path):
    """The program interpreter, the libraries and their directories."""
    text = subprocess.run(
        ['readelf', '--wide', '--dynamic', '--program-headers', path],
        env={**os.environ, 'LC_ALL': 'C'}, check=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    interpreter = re.findall(r'program interpreter: (.+)\]', text)
    needed = re.findall(r'\(NEEDED\).*\[(.+)\]', text)
    origin = os.path.dirname(os.path.abspath(path))
    paths = ':'.join(re.findall(r'\((?:RPATH|RUNPATH)\).*\[(.+)\]', text))
    directories = [directory.replace('$ORIGIN', origin)
                   for directory in paths.split(':') if directory]
    return interpreter + needed, directories


def find_library(name, directories, compiler):
    for directory in directories:
        path = os.path.join(directory, name)
        if os.path.exists(path):
            return path
    path = subprocess.run([*compiler, '-print-file-name=' + name], check=True,
                          text=True, stdout=subprocess.PIPE).stdout.strip()
    if os.path.isabs(path):
        return path
    raise Failure(f'no library {name} for {compiler[0]}')


def add_libraries(archive, path, compiler):
    """Flat in /usr/lib, where every loader looks."""
    names, directories = readelf(path)
    # Which glibc opens by itself, to cancel a thread.
    if 'libc.so.6' in names:
        names.append('libgcc_s.so.1')
    for name in names:
        place = 'usr/lib/' + os.path.basename(name)
        if place in archive.entries:
            continue
        library = find_library(os.path.basename(name), directories, compiler)
        archive.copy(place, library)
        add_libraries(archive, library, compiler)


def guest_path(program):
    return 'tests/' + os.path.basename(program)


def pack(init, jobs, compiler, out):
    archive = Archive()
    for directory in 'bin', 'lib', 'sbin':
        archive.add('usr/' + directory, stat.S_IFDIR | 0o755)
        archive.link(directory, 'usr/' + directory)
    archive.link('lib64', 'usr/lib')
    archive.link('usr/lib64', 'lib')
    archive.file('etc/passwd', b'root:x:0:0::/tmp:/bin/sh\n'
                 b'user:x:1000:1000::/tmp:/bin/sh\n')
    archive.file('etc/hosts', b'127.0.0.1 localhost\n::1 localhost\n')
    for directory in 'dev', 'proc', 'sys', 'tmp', 'vm':
        archive.add(directory, stat.S_IFDIR | 0o755)
    archive.copy('init', init)
    for job in jobs:
        archive.copy(guest_path(job.program), job.program)
        add_libraries(archive, job.program, compiler)
    archive.file('vm/jobs', ''.join(
        '\t'.join([str(job.seconds), str(USERS[job.user]),
                   '/' + guest_path(job.program), *job.args]) + '\n'
        for job in jobs).encode())
    archive.write(out)


# ---- Booting ---------------------------------------------------------------

def missing(machine):
    """The command that this machine needs and is not there, or None."""
    emulator = MACHINES[machine].emulator
    if not emulator:
        return None
    command = emulator.split()[0]
    for directory in os.environ.get('PATH', os.defpath).split(':'):
        if os.access(os.path.join(directory, command), os.X_OK):
            return None
    return command


def qemu_command(kind, places, append):
    text = (kind.emulator + ' ' + QEMU).format(**places)
    return [*text.split(), '-append', append], {}


# Programs of user-mode Linux are to use the registers of SSE: it may lose others
# at a page fault.  init.c hands this variable on.
ONLY_SSE = ('GLIBC_TUNABLES=glibc.cpu.hwcaps='
            '-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX_Fast_Unaligned_Load')


def uml_command(places, append, files):
    """Its serial lines are descriptors; its memory is a file in TMPDIR."""
    console, results = (files.enter_context(open(places[name], 'wb'))
                        for name in ('console', 'results'))
    memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else places['work']
    command = [places['kernel'], 'mem=512M', 'uml_dir=' + places['work'],
               'umid=vm', 'initrd=' + places['initrd'], 'con=null', 'ssl=null',
               f'con0=null,fd:{console.fileno()}',
               f'ssl1=null,fd:{results.fileno()}', ONLY_SSE, *append.split()]
    return command, {
        'pass_fds': (console.fileno(), results.fileno()),
        'env': {**os.environ, 'TMPDIR': memory},
    }


def start(kind, places, append, seconds):
    append = (f'console={kind.console} results={kind.port} panic=-1 '
              f'quiet cryptomgr.notests {append}')
    with contextlib.ExitStack() as files:
        if kind.emulator:
            command, options = qemu_command(kind, places, append)
        else:
            command, options = uml_command(places, append, files)
        errors = files.enter_context(open(places['errors'], 'wb'))
        try:
            # What ends the runner, and lets it clean up nothing, ends the machine.
            machine = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', *command],
                stdin=subprocess.DEVNULL, stderr=errors,
                stdout=subprocess.DEVNULL, start_new_session=True, **options)
        except OSError as error:
            return str(error)
        try:
            machine.wait(seconds)
        except subprocess.TimeoutExpired:
            return f'no end after {seconds} s'
        finally:
            # User-mode Linux is a family of processes.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(machine.pid, signal.SIGKILL)
            machine.wait()
    return 'it stopped early'


# The first line of init.c.  The firmware may have written before it.
HEAD = re.compile(rb'^kernel (\S+) (-?\d+)\n', re.M)


def parse(stream, jobs):
    """What init.c writes; None if that does not end with "done"."""
    head = HEAD.search(stream)
    if not head:
        return None
    place = head.end()
    results, output = [], b''
    while not stream.startswith(b'done\n', place):
        end = stream.find(b'\n', place)
        words = stream[place:end].split() if end >= 0 else []
        if len(words) == 2 and words[0] == b'out':
            size = int(words[1])
            output += stream[end + 1:end + 1 + size]
            place = end + size + 2
        elif len(words) == 3 and words[0] == b'end':
            status = words[1].decode()
            results.append(Result(
                jobs[len(results)],
                status if status == 'timeout' else int(status),
                output.decode(errors='replace'), int(words[2]) / 1000))
            output = b''
            place = end + 1
        else:
            return None
    return head[1].decode(), int(head[2]), results


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def describe(kernel, problem, places):
    parts = [f'{kernel}: {problem}']
    for name in 'results', 'console', 'errors':
        text = read(places[name]).decode(errors='replace').splitlines()
        if text:
            parts += [f'The last lines of its {name}:', *text[-15:]]
    return '\n'.join(parts)


def boot(machine, kernel, append, init, jobs):
    """Runs the jobs; a Boot, or Failure."""
    seconds = BOOT_SECONDS + sum(job.seconds for job in jobs)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix='landlock-vm-') as work:
        places = {name: os.path.join(work, name)
                  for name in ('console', 'results', 'errors', 'initrd')}
        places.update(work=work + '/', kernel=os.path.abspath(kernel))
        with open(places['initrd'], 'wb') as out:
            pack(init, jobs, MACHINES[machine].compiler, out)
        for tries in range(1, BOOT_TRIES + 1):
            for name in 'console', 'results', 'errors':
                with open(places[name], 'wb'):
                    pass
            problem = start(MACHINES[machine], places, append, seconds)
            stream = read(places['results'])
            if HEAD.search(stream):
                break
        parsed = parse(stream, jobs)
        if not parsed:
            raise Failure(describe(kernel, problem, places))
    return Boot(*parsed, tries, time.monotonic() - begin)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--machine', default='amd64', choices=MACHINES)
    parser.add_argument('--append', default='', help='for the command line')
    parser.add_argument('--init', required=True, help="init.c's program")
    parser.add_argument('--seconds', type=int, default=120, help='a program')
    parser.add_argument('kernel')
    parser.add_argument('program', nargs='+')
    args = parser.parse_args()
    jobs = [Job(program, [], user, args.seconds)
            for program in args.program for user in USERS]
    try:
        done = boot(args.machine, args.kernel, args.append, args.init, jobs)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 125
    print(f'Linux {done.release}, Landlock ABI {done.abi}, '
          f'{done.seconds:.1f} s')
    for result in done.results:
        print(f'---- {result.job.program} as {result.job.user}: '
              f'{result.status}, {result.seconds:.1f} s')
        print(result.output, end='')
    return 0 if all(r.status in (0, 77) for r in done.results) else 1


if __name__ == '__main__':
    sys.exit(main())
