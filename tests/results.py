# SPDX-License-Identifier: MIT
"""Counts what `meson test` ran, for tests/run.sh.

results.py TESTLOG STEP SKIPS: reads meson's testlog.json, prints
"passed failed skipped", appends the reason of each skipped test to the file
SKIPS, and writes the output of each failed one to stderr.
"""
import json
import sys

PASSED = {'OK', 'EXPECTEDFAIL'}


def name(test):
    """Without the project's: "suite / test"."""
    return test['name'].split(':', 1)[-1]


def last_line(test):
    """Where our tests say why they cannot run."""
    text = (test.get('stderr') or '') + '\n' + (test.get('stdout') or '')
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else 'no reason given'


def skipped_cases(test):
    """cmocka's lines about single cases of a program that ran."""
    text = (test.get('stdout') or '') + '\n' + (test.get('stderr') or '')
    mark = '[  SKIPPED ] '
    cases = {line.strip()[len(mark):] for line in text.splitlines()
             if line.strip().startswith(mark)}
    return sorted(case for case in cases if ' test(s)' not in case)


def show_failure(test):
    print(f"FAILED: {name(test)}: {test['result']}", file=sys.stderr)
    print('command:', ' '.join(test.get('command') or []), file=sys.stderr)
    for stream in 'stdout', 'stderr':
        print(test.get(stream) or '', file=sys.stderr)


def read_log(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as log:
            return [json.loads(line) for line in log if line.strip()]
    except OSError:
        return []


def main(path, step, skips):
    tests = read_log(path)
    counts = [0, 0, 0]
    with open(skips, 'a', encoding='utf-8') as reasons:
        for test in tests:
            if test['result'] in PASSED:
                counts[0] += 1
                for case in skipped_cases(test):
                    print(f"{name(test)}: case {case}\t{step}",
                          file=reasons)
            elif test['result'] == 'SKIP':
                counts[2] += 1
                print(f"{name(test)}: {last_line(test)}\t{step}",
                      file=reasons)
            else:
                counts[1] += 1
                show_failure(test)
    if not tests:
        sys.exit('no test ran')
    print(*counts)


if __name__ == '__main__':
    main(*sys.argv[1:])
