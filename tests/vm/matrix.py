#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the test programs of a build on the kernels of kernels.conf.

    matrix.py --build DIR [--build MACHINE=DIR]... [NAME...]

Boots each kernel (or those named) that is in the cache, runs the suites there
as root and as an unprivileged user, and prints what passed, failed and skipped,
and what was expected to skip (skips.conf); of the differential test (model)
also how many verdicts were compared, and the seeds.  Downloads nothing.
Exits with 0 if all is as expected, 1 if not, 77 if nothing is wrong but
something could not run.
"""
import argparse
import collections
import concurrent.futures
import errno
import hashlib
import json
import os
import re
import sys
import time

# Nothing is written into the sources.
sys.dont_write_bytecode = True
import vm  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
# Each suite and its users: the unit suite depends on neither kernel nor user,
# but may well on processor and C library.  A test of several suites belongs to
# the first.
SUITES = {'unit': ['user'], 'model': ['root', 'user'],
          'live': ['root', 'user']}
# Of the unit suite, what asks the kernel.  The others run once for each machine.
ASKS_KERNEL = {'test_source', 'test_source_io', 'test_sys'}
# Minutes of emulation.  A user has no_new_privs before it begins, which is all
# the difference, and this machine's own kernel runs it as both.
FAULTS = 'faults_faults'
ONLY_ROOT = {FAULTS}
# In a build.
INIT = 'tests/vm/vm_init'
# Emulation is several times slower than the machine it runs on.
SLOWER = 4
# Of the differential test on each kernel, if not told otherwise.
VERDICTS = 100000
# Between the first seeds of two of its runs.
SEEDS = 1000000

Kernel = collections.namedtuple('Kernel',
                                'name machine version abi append number')
Skip = collections.namedtuple('Skip', 'program case where')
# cases: name -> 'passed', 'failed' or 'skipped'
Program = collections.namedtuple('Program', 'suite result cases')


class Missing(Exception):
    """Why a kernel cannot be run here."""


# ---- The tables ------------------------------------------------------------

def table(name):
    with open(os.path.join(HERE, name), encoding='utf-8') as file:
        for line in file:
            if line.strip() and not line.startswith('#'):
                yield line.split()


def read_kernels():
    return [Kernel(*fields[:4], ' '.join(fields[4:]), number)
            for number, fields in enumerate(table('kernels.conf'))]


def read_skips():
    return [Skip(*fields) for fields in table('skips.conf')]


def holds(condition, kernel, abi, user):
    compared = re.fullmatch(r'abi(<|>=)(\d+)', condition)
    if compared:
        return (abi < int(compared[2])) == (compared[1] == '<')
    return condition in (kernel.machine, user)


def expected_skips(skips, kernel, abi, job):
    program = os.path.basename(job.program)
    return {skip.case for skip in skips if skip.program == program and
            all(holds(condition, kernel, abi, job.user)
                for condition in skip.where.split(','))}


# ---- What there is to run --------------------------------------------------

def cached(kernel):
    """Where fetch.sh puts it."""
    cache = (os.environ.get('XDG_CACHE_HOME') or
             os.path.expanduser('~/.cache'))
    name = f'{kernel.version}-{kernel.machine}'
    if kernel.machine == 'uml':
        with open(os.path.join(HERE, 'uml.sh'), 'rb') as script:
            name += '-' + hashlib.sha256(script.read()).hexdigest()[:12]
    return os.path.join(cache, 'liblandlock', 'kernels', name)


def programs(build, wanted):
    """Suite, path, arguments and seconds of each test that is a program."""
    path = os.path.join(build, 'meson-info', 'intro-tests.json')
    with open(path, encoding='utf-8') as file:
        tests = json.load(file)
    for test in tests:
        suites = {suite.split(':')[-1] for suite in test['suite']}
        suite = next((suite for suite in SUITES if suite in suites), None)
        if suite in wanted:
            yield (suite, test['cmd'][0], test['cmd'][1:],
                   test['timeout'] * SLOWER)


def list_targets(build):
    """What ninja has to make for them."""
    for _, program, *_ in programs(build, SUITES):
        print(os.path.relpath(program, build))
    print(INIT)


def users_of(suite, program, first):
    name = os.path.basename(program)
    if suite == 'unit' and not first and name not in ASKS_KERNEL:
        return []
    return ['root'] if name in ONLY_ROOT else SUITES[suite]


def arguments_of(program, words, kernel, args):
    """With the share of the faults that each kernel takes."""
    if os.path.basename(program) != FAULTS or args.share == 1:
        return words
    return [*words, '--share', str(kernel.number % args.share),
            str(args.share)]


def ask_for_verdicts(jobs, kernel, args):
    """The jobs of the differential test on one kernel, each with its share.

    No two runs have the same seeds, unless one was asked for.
    """
    share = -(-args.verdicts // max(len(jobs), 1))
    longer = max(share * len(jobs) // VERDICTS, 1)
    for run, job in enumerate(jobs):
        seed = args.seed
        if seed is None:
            seed = 1 + (kernel.number * len(jobs) + run) * SEEDS
        yield job._replace(
            args=[*job.args, '--verdicts', str(share), '--seed', str(seed)],
            seconds=job.seconds * longer)


def prepare(kernel, args, first):
    """The kernel's file, init, and jobs with their suites; or Missing.

    first: of its machine
    """
    build = args.builds.get('amd64' if kernel.machine == 'uml'
                            else kernel.machine)
    if not build:
        raise Missing(f'no tests built for {kernel.machine}')
    command = vm.missing(kernel.machine)
    if command:
        raise Missing(f'no {command}')
    image = cached(kernel)
    if not os.path.exists(image):
        raise Missing('not fetched; "sh tests/vm/matrix.sh" does that')
    init = os.path.join(build, INIT)
    jobs = {suite: [] for suite in SUITES}
    for suite, program, words, seconds in programs(build, args.suite or SUITES):
        for path in init, program:
            if not os.path.exists(path):
                raise Missing(f'{path} is not built')
        words = arguments_of(program, words, kernel, args)
        jobs[suite] += [vm.Job(program, words, user, seconds)
                        for user in users_of(suite, program, first)]
    jobs['model'] = list(ask_for_verdicts(jobs['model'], kernel, args))
    suites = [suite for suite in SUITES for _ in jobs[suite]]
    if not suites:
        raise Missing(f'{build} has no such tests')
    return image, init, suites, sum(jobs.values(), [])


# ---- What came out ---------------------------------------------------------

def cases_of(result):
    """From cmocka's lines.  What started and did not end has failed."""
    words = {'OK': 'passed', 'SKIPPED': 'skipped', 'FAILED': 'failed'}
    cases = dict.fromkeys(
        re.findall(r'^\[ RUN      \] (\S+)$', result.output, re.M), 'failed')
    for word, name in re.findall(r'^\[ +(OK|SKIPPED|FAILED) +\] (\S+)$',
                                 result.output, re.M):
        if name in cases:
            cases[name] = words[word]
    if result.status == 77:
        return {'*': 'skipped'}
    if not cases:
        return {'*': 'passed' if result.status == 0 else 'failed'}
    if result.status != 0 and 'failed' not in cases.values():
        cases['*'] = 'failed'
    return cases


def verdicts_of(result):
    """First seed, last seed and number of verdicts, from model.c's line."""
    found = re.search(r'seeds (\d+) to (\d+): (\d+) verdicts', result.output)
    return tuple(int(number) for number in found.groups()) if found else None


def excerpt(output, cases):
    """What a program printed about these cases."""
    if '*' in cases:
        return output.splitlines()[-40:]
    parts = re.findall(r'^\[ RUN      \] (\S+)\n(.*?)(?=^\[ RUN |^\[=|\Z)',
                       output, re.M | re.S)
    return [line for name, text in parts if name in cases
            for line in text.splitlines()]


def kernel_error(kernel, abi):
    """Whether this is the kernel that the table says; its ABI as a number."""
    wanted = (int(kernel.abi) if kernel.abi.isdigit()
              else -getattr(errno, kernel.abi))
    if abi == wanted:
        return None
    got = errno.errorcode.get(-abi, abi)
    return f'the kernel answers {got}, not {kernel.abi}'


class Report:
    """One kernel's outcome, as rows of the table and lines below it."""

    def __init__(self, kernel, boot, suites, skips):
        self.kernel, self.boot = kernel, boot
        self.problems = []
        self.seeds, self.verdicts = [], 0
        error = kernel_error(kernel, boot.abi)
        if error:
            self.problems.append(error)
        if len(boot.results) != len(suites):
            self.problems.append(f'{len(suites)} programs, '
                                 f'{len(boot.results)} results')
        self.programs = [Program(suite, result, cases_of(result))
                         for suite, result in zip(suites, boot.results)]
        self.expected = [
            expected_skips(skips, kernel, max(boot.abi, 0), program.result.job)
            for program in self.programs]
        for program, expected in zip(self.programs, self.expected):
            self.judge(program, expected)

    def judge(self, program, expected):
        result = program.result
        place = (f'{os.path.basename(result.job.program)} '
                 f'as {result.job.user}')
        skipped = self.names(program, 'skipped')
        failed = self.names(program, 'failed')
        for case in sorted(skipped - expected):
            self.problems.append(f'{place}: {case} skipped, and skips.conf '
                                 f'does not expect it')
        for case in sorted(expected - skipped - failed):
            self.problems.append(f'{place}: skips.conf expects that {case} '
                                 f'skips, and it did not')
        if failed:
            self.problems.append(f'{place}: {", ".join(sorted(failed))} '
                                 f'failed (status {result.status}):')
        self.problems += ['  | ' + line for line in excerpt(
            result.output, failed | (skipped - expected))]
        if program.suite == 'model' and not failed and not skipped:
            self.count_verdicts(place, verdicts_of(result))

    def count_verdicts(self, place, found):
        if not found:
            self.problems.append(f'{place}: it does not say what it compared')
            return
        self.seeds.append('{} to {}'.format(*found))
        self.verdicts += found[2]

    @staticmethod
    def names(program, outcome):
        return {name for name, what in program.cases.items()
                if what == outcome}

    def rows(self):
        for suite in SUITES:
            counts = collections.Counter()
            for program, expected in zip(self.programs, self.expected):
                if program.suite == suite:
                    counts.update(program.cases.values())
                    counts['expected'] += len(expected)
            if counts:
                yield suite, counts


HEADER = ('kernel', 'release', 'ABI', 'suite', 'passed', 'failed', 'skipped',
          'expected', 'verdicts', 'seconds')
FORMAT = '{:<11} {:<27} {:>10} {:<5} {:>6} {:>6} {:>7} {:>8} {:>8} {:>7}'


def print_report(report):
    kernel, boot = report.kernel, report.boot
    abi = kernel.abi + (' (emul.)' if kernel.machine == 'uml' else '')
    for suite, counts in report.rows():
        print(FORMAT.format(
            kernel.name, boot.release, abi, suite, counts['passed'],
            counts['failed'], counts['skipped'], counts['expected'],
            report.verdicts if suite == 'model' else '',
            f'{boot.seconds:.1f}'))
    if report.seeds:
        print('  seeds ' + ', '.join(report.seeds))
    if boot.tries > 1:
        print(f'  (it started at try {boot.tries})')
    for line in report.problems:
        print('  ' + line)
    sys.stdout.flush()


# ---- All of it -------------------------------------------------------------

def run_kernel(kernel, args, skips, first):
    image, init, suites, jobs = prepare(kernel, args, first)
    return Report(kernel, vm.boot(kernel.machine, image, kernel.append, init,
                                  jobs), suites, skips)


def run_all(kernels, args):
    """Prints each as it comes; how many were good, bad, not run; verdicts."""
    good = bad = absent = verdicts = 0
    skips = read_skips()
    first = {kernel.machine: kernel for kernel in reversed(kernels)}.values()
    print(FORMAT.format(*HEADER))
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        runs = [(kernel, pool.submit(run_kernel, kernel, args, skips,
                                     kernel in first))
                for kernel in kernels]
        for kernel, run in runs:
            try:
                report = run.result()
                print_report(report)
                good += not report.problems
                bad += bool(report.problems)
                verdicts += report.verdicts
            except Missing as reason:
                absent += 1
                print(f'{kernel.name:<11} not run: {reason}')
            except vm.Failure as failure:
                bad += 1
                print(f'{kernel.name:<11} {failure}')
    return good, bad, absent, verdicts


def choose(names):
    kernels = read_kernels()
    unknown = set(names) - {kernel.name for kernel in kernels}
    if unknown:
        sys.exit('matrix.py: not in kernels.conf: ' + ' '.join(unknown))
    return [kernel for kernel in kernels if not names or kernel.name in names]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--build', action='append', required=True,
                        metavar='[MACHINE=]DIR', help='a meson build')
    parser.add_argument('--jobs', type=int, default=os.cpu_count(),
                        help='machines at a time')
    parser.add_argument('--suite', action='append', choices=SUITES,
                        help='not all suites')
    parser.add_argument('--verdicts', type=int, default=VERDICTS,
                        help='of the differential test, on each kernel '
                        f'(usually {VERDICTS})')
    parser.add_argument('--seed', type=int,
                        help='the first of each run of it, as to repeat one')
    parser.add_argument('--share', type=int, default=1,
                        help='of so many failures of system calls, each kernel '
                        'tries one (usually 1: all)')
    parser.add_argument('--list', action='store_true',
                        help='only print which targets are needed')
    parser.add_argument('name', nargs='*', help='kernels of kernels.conf')
    args = parser.parse_args()
    args.builds = {}
    for build in args.build:
        machine, _, directory = build.rpartition('=')
        args.builds[machine or 'amd64'] = directory
    return args


def main():
    args = parse_arguments()
    if args.list:
        for build in args.builds.values():
            list_targets(build)
        return 0
    begin = time.monotonic()
    kernels = choose(args.name)
    good, bad, absent, verdicts = run_all(kernels, args)
    # Of a single one, the last line is its outcome, or why it cannot run.
    if len(kernels) > 1:
        print(f'{verdicts} verdicts of the differential test')
        print(f'{good} kernels as expected, {bad} not, {absent} not run, '
              f'in {time.monotonic() - begin:.0f} s')
    if bad:
        return 1
    return 77 if absent else 0


if __name__ == '__main__':
    sys.exit(main())
