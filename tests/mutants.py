#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Breaks the library on purpose and shows which tests notice.

    mutants.py [--live] [PATTERN]

In a copy of the sources, one change at a time: each row of the table of rights
(a wrong bit, a wrong ABI version, whether it is for files), the mask of file
rights, the rule that keeps renames working, and the order of no_new_privs and
restriction.  The unit suite runs on each, and where it notices nothing, or with
--live, the live suite too.  PATTERN, a regular expression, chooses changes by
name.  Exits with 1 if a change goes unnoticed.  A few minutes; not part of
run.sh.
"""
import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NEEDED = ['meson.build', 'include', 'src', 'tests', 'examples', 'doc']
# Against a test that waits for what a broken library never does.
SECONDS = 120

# In @file, the one place that reads @old is made to read @new.
Mutant = collections.namedtuple('Mutant', 'name file old new')


class Failure(Exception):
    """Nothing can be said about the tests."""


# ---- The changes -----------------------------------------------------------

ROW = re.compile(r'X\(\w+, "(?P<name>[\w.]+)",[\s\\]+(?P<bit>\w+), '
                 r'(?P<abi>\d+), (?P<file>true|false),')


def wrong_rows(rights, latest):
    """Of the table in rights.c."""
    rows = list(ROW.finditer(rights))
    if not rows or len(rows) != len(re.findall(r'^\tX\(', rights, re.M)):
        raise Failure('mutants.py does not see each row of the table')
    for row in rows:
        name, bit, on_file = row.group('name', 'bit', 'file')
        abi = int(row['abi'])
        turned = {'true': 'false', 'false': 'true'}[on_file]
        changes = [('wrong bit', f'{bit} << 1, {abi}, {on_file},')]
        changes += [(f'ABI {other} for {abi}', f'{bit}, {other}, {on_file},')
                    for other in (abi - 1, abi + 1) if 1 <= other <= latest]
        if name.startswith('fs.'):
            changes.append((f'on a file {turned}', f'{bit}, {abi}, {turned},'))
        for what, new in changes:
            yield Mutant(f'{name}: {what}', 'rights.c', row[0],
                         row[0][:row.start('bit') - row.start()] + new)


RULES = [
    Mutant('file rights: all', 'rights.c',
           '((on_file) ? (bit) : 0)', '(LLK_##class == LLK_FS ? (bit) : 0)'),
    Mutant('file rights: none', 'rights.c',
           '((on_file) ? (bit) : 0)', '(0 ? (bit) : 0)'),
    Mutant('file rights: the others', 'rights.c',
           '((on_file) ? (bit) : 0)',
           '(!(on_file) && LLK_##class == LLK_FS ? (bit) : 0)'),
    Mutant('file rights: not trimmed to', 'rule.c',
           '\trights &= llki_file_rights;\n', ''),
    Mutant('file rights: trimmed without a question', 'rule.c',
           '\tis_dir = llki_sys_is_dir(fd);\n', '\tis_dir = 0;\n'),
    Mutant('refer passed through: never', 'plan.c',
           'plan->pass_refer = plan->layer && refer &&',
           'plan->pass_refer = 0 && plan->layer && refer &&'),
    Mutant('refer passed through: not handled', 'plan.c',
           '\tif (plan->pass_refer)\n\t\tattr->handled_access_fs',
           '\tif (0)\n\t\tattr->handled_access_fs'),
    Mutant('refer passed through: no rule', 'rule.c',
           'return rs->plan.pass_refer ? pass_refer(rs) : 0;', 'return 0;'),
    Mutant('refer passed through: although restricted', 'plan.c',
           'plan->layer && refer &&\n\t\t\t   '
           '!(plan->requested[LLKI_FS] & LLK_FS_REFER);',
           'plan->layer && refer;'),
    Mutant('refer passed through: not on "/"', 'rule.c',
           'llki_sys_open_path(AT_FDCWD, "/"), ret;',
           'llki_sys_open_path(AT_FDCWD, "."), ret;'),
    Mutant('no_new_privs: after the restriction', 'enforce.c',
           '''	if (plan->prctl && llki_sys_set_no_new_privs())
		return -1;
	*step = LLKI_STEP_RESTRICT;
	if (!plan->layer)
		return 0;
	return llki_sys_restrict_self(fd, plan->restrict_flags);
''', '''	*step = LLKI_STEP_RESTRICT;
	if (plan->layer && llki_sys_restrict_self(fd, plan->restrict_flags))
		return -1;
	*step = LLKI_STEP_NO_NEW_PRIVS;
	return plan->prctl ? llki_sys_set_no_new_privs() : 0;
'''),
    Mutant('no_new_privs: before what may fail', 'enforce.c',
           '\tif (llki_make_plan(', '\tllki_sys_set_no_new_privs();\n'
           '\tif (llki_make_plan('),
    Mutant('no_new_privs: before a wrong descriptor', 'enforce.c',
           '\tif (check_ruleset_fd(ruleset_fd))\n\t\treturn -1;\n', ''),
    Mutant('no_new_privs: by no prctl', 'enforce.c',
           'plan->prctl && llki_sys_set_no_new_privs()', '0'),
    Mutant('no_new_privs: by no flag', 'plan.c',
           '\t\tplan->restrict_flags |= LLKI_RESTRICT_NO_NEW_PRIVS;\n', ''),
    Mutant('no_new_privs: its failure is overlooked', 'enforce.c',
           'if (plan->prctl && llki_sys_set_no_new_privs())',
           'if (plan->prctl && llki_sys_set_no_new_privs() && 0)'),
]


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def all_mutants():
    header = read(os.path.join(TOP, 'include', 'liblandlock.h'))
    latest = int(re.search(r'#define LLK_ABI_LATEST\s+(\d+)', header)[1])
    rights = read(os.path.join(TOP, 'src', 'rights.c'))
    return [*wrong_rows(rights, latest), *RULES]


# ---- The copy and its tests ------------------------------------------------

def run(command, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          errors='replace', **options)


def must_run(command):
    done = run(command)
    if done.returncode:
        raise Failure(f'{" ".join(command)}:\n{done.stdout}')


class Copy:
    """The sources, built once and then as little as a change needs."""

    def __init__(self, place):
        self.place = place
        self.build = os.path.join(place, 'build')
        for name in NEEDED:
            path, to = os.path.join(TOP, name), os.path.join(place, name)
            copy = shutil.copytree if os.path.isdir(path) else shutil.copy
            copy(path, to)
        must_run(['meson', 'setup', '--buildtype=plain', self.build, place])
        tests = json.loads(read(os.path.join(
            self.build, 'meson-info', 'intro-tests.json')))
        self.commands = {suite: [
            (test['name'], test['cmd']) for test in tests
            if suite in [name.split(':')[-1] for name in test['suite']]]
            for suite in ('unit', 'live')}

    def make(self, suite):
        targets = {os.path.relpath(command[0], self.build)
                   for _, command in self.commands[suite]}
        must_run(['ninja', '-C', self.build, *sorted(targets)])

    def failures(self, suite):
        """The names of the tests that fail."""
        self.make(suite)
        return [name for name, command in self.commands[suite]
                if not self.passes(command)]

    def passes(self, command):
        # Of a program's children, too, none is left.
        with subprocess.Popen(
                command, cwd=self.place, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL) as program:
            try:
                return program.wait(SECONDS) in (0, 77)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, 9)
                return False

    def change(self, mutant):
        """Its text before."""
        path = os.path.join(self.place, 'src', mutant.file)
        text = read(path)
        if text.count(mutant.old) != 1:
            raise Failure(f'{mutant.name}: {mutant.file} does not have this '
                          f'once:\n{mutant.old}')
        self.write(mutant.file, text.replace(mutant.old, mutant.new))
        return text

    def write(self, name, text):
        with open(os.path.join(self.place, 'src', name), 'w',
                  encoding='utf-8') as file:
            file.write(text)


def killers(copy, mutant, live):
    """What to print of it; empty if no test notices."""
    before = copy.change(mutant)
    try:
        found = []
        for suite in 'unit', 'live':
            if suite == 'live' and found and not live:
                break
            names = copy.failures(suite)
            if names:
                found.append(f'{suite}: {", ".join(names)}')
        return '; '.join(found)
    finally:
        copy.write(mutant.file, before)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--live', action='store_true',
                        help='run the live suite on every change')
    parser.add_argument('pattern', nargs='?', default='')
    args = parser.parse_args()
    mutants = [mutant for mutant in all_mutants()
               if re.search(args.pattern, mutant.name)]
    survivors = 0
    with tempfile.TemporaryDirectory(prefix='mutants-') as place:
        copy = Copy(place)
        for suite in 'unit', 'live':
            broken = copy.failures(suite)
            if broken:
                raise Failure('these fail without any change: ' +
                              ', '.join(broken))
        for mutant in mutants:
            found = killers(copy, mutant, args.live)
            survivors += not found
            print(f'{mutant.name:<42} {found or "UNNOTICED"}', flush=True)
    print(f'{len(mutants)} changes, {survivors} unnoticed')
    return 1 if survivors or not mutants else 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(str(failure))
