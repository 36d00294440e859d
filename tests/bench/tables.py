# SPDX-License-Identifier: MIT
"""Makes the tables and charts of doc/PERFORMANCE.md from what run.sh measured.

usage: tables.py MEASURED DOC [--write]

Prints the tables.  With --write they also go into DOC/PERFORMANCE.md, between
the lines <!-- NAME --> and <!-- end -->, and the charts into DOC.
"""
import collections
import os
import re
import statistics
import sys

import chart

KINDS = ['directories', 'files', 'nested', 'written', 'ports', 'mixed']
NUMBERS = [1, 10, 100, 1000, 10000]
PEERS = ['liblandlock', 'rust-landlock', 'go-landlock']


def read(name):
    """{program: {quantity: [number of each round]}}"""
    runs = collections.defaultdict(lambda: collections.defaultdict(list))
    with open(os.path.join(MEASURED, name), encoding='utf-8') as file:
        for line in file:
            program, quantity, number = line.rstrip('\n').split('\t')
            if number:
                runs[program][quantity].append(float(number))
    return runs


def least(numbers):
    """What disturbs only adds to what a call takes."""
    return min(numbers) if numbers else None


def median(numbers):
    return statistics.median(numbers) if numbers else None


def ratios(runs, program, quantity, base='raw'):
    """Of each round, to the base in the same round."""
    pairs = zip(runs[program][quantity], runs[base][quantity])
    return sorted(a / b for a, b in pairs)


def show_ratio(runs, program, quantity, base='raw'):
    """The median, and the quartiles."""
    numbers = ratios(runs, program, quantity, base)
    if not numbers:
        return '–'
    last = len(numbers) - 1
    low, high = numbers[round(last / 4)], numbers[round(last * 3 / 4)]
    return f'**{median(numbers):.2f}** ({low:.2f}–{high:.2f})'


def show(number, unit=1.0, digits=0):
    return '–' if number is None else f'{number / unit:,.{digits}f}'


def table(head, rows):
    lines = ['| ' + ' | '.join(head) + ' |',
             '|---|' + '---:|' * (len(head) - 1)]
    lines += ['| ' + ' | '.join(row) + ' |' for row in rows]
    return '\n'.join(lines)


def here(runs, names):
    return [name for name in names if name in runs]


def setup_times(quantity):
    """Of the set-up alone, or of whole processes."""
    rows = []
    for kind in KINDS:
        for number in NUMBERS:
            runs = read(f'setup-{kind}-{number}.tsv')
            rows.append([f'{kind}, {number:,}',
                         show(median(runs['raw'][quantity]), 1e6, 2)] +
                        [show_ratio(runs, peer, quantity) for peer in PEERS])
    return table(['rules', 'by hand, ms'] + PEERS, rows)


def counts(quantity, digits=0):
    rows = []
    for kind in KINDS:
        for number in NUMBERS:
            runs = read(f'counts-{kind}-{number}.tsv')
            if not runs['raw'][quantity]:
                continue
            rows.append([f'{kind}, {number:,}'] +
                        [show(median(runs[name][quantity]), 1, digits)
                         for name in ['raw'] + PEERS])
    return table(['rules', 'by hand'] + PEERS, rows)


def more(runs, name, objects):
    """What each of 100 rules more takes in these objects; all for None."""
    total = 0
    for quantity, numbers in runs[name].items():
        number, object_name = quantity.split('-', 1)
        if objects is None or object_name in objects:
            total += numbers[0] / (100 if number == '200' else -100)
    return total if runs[name] else None


LIBC = ['libc.so.6']
OURS = ['named.so']


def per_rule():
    rows = []
    for kind in KINDS:
        runs = read(f'instructions-{kind}.tsv')
        rows.append([kind] + [show(more(runs, name, None))
                              for name in ['raw'] + PEERS])
    return table(['each rule'] + ['by hand'] + PEERS, rows)


def own():
    """What the library and its libc take, beyond libc for the loop by hand."""
    rows = []
    for kind in KINDS:
        runs = read(f'instructions-{kind}.tsv')
        by_hand = more(runs, 'raw', LIBC)
        library, libc = (more(runs, 'liblandlock', objects)
                         for objects in (OURS, LIBC))
        rows.append([kind, show(by_hand), show(library), show(libc),
                     show(library + libc - by_hand)])
    return table(['each rule', 'by hand: libc', 'liblandlock: itself',
                  'liblandlock: libc', 'more'], rows)


def peaks():
    rows = []
    for number in NUMBERS:
        runs = read(f'setup-directories-{number}.tsv')
        rows.append([f'{number:,}'] + [show(median(runs[name]['peak']))
                                       for name in ['raw'] + PEERS])
    return table(['directories', 'by hand'] + PEERS, rows)


def memory():
    runs = read('memory.tsv')
    rows = []
    for number in (1000, 10000, 100000):
        raw, ours = (median(runs[f'{who}-{number}']['peak'])
                     for who in ('raw', 'liblandlock'))
        rows.append([f'{number:,}', show(raw), show(ours), show(ours - raw),
                     show((ours - raw) * 1024 / number)])
    return table(['rules', 'by hand, KiB', 'liblandlock, KiB', 'more, KiB',
                  'more, bytes a rule'], rows)


def startup():
    runs = read('startup.tsv')
    rows = []
    for name in runs:
        rows.append([name, show(median(runs[name]['wall']), 1e3),
                     show_ratio(runs, name, 'wall', 'no library'),
                     show(median(runs[name]['faults'])),
                     show(median(runs[name]['calls']))])
    return table(['a program that does nothing, linked with', 'time, µs',
                  'ratio', 'page faults', 'system calls'], rows)


def library():
    with open(os.path.join(MEASURED, 'library.txt'), encoding='utf-8') as file:
        value = dict(line.split() for line in file)
    own = int(value['relocations']) - int(value['imports'])
    return table(['', 'liblandlock.so', 'a library of one function'], [
        ['text, read-only data and tables, bytes',
         f'{int(value["text"]):,}', ''],
        ['data, bytes', f'{int(value["data"]):,}', ''],
        ['relocations when loaded', str(own), value['trivial']],
        ['functions of libc, bound when first called', value['imports'], '0']])


def sandboxers():
    runs = read('sandboxers.tsv')
    rows = [[name, show(median(runs[name]['wall']), 1e6, 2),
             show_ratio(runs, name, 'wall', 'no sandbox'),
             show(median(runs[name]['calls'])),
             show(median(runs[name]['peak']))] for name in runs]
    return table(['to run `true`', 'time, ms', 'ratio', 'system calls',
                  'peak, KiB'], rows)


CALLS = ['open', 'stat', 'read', 'rename', 'connect']


def afterwards():
    runs = read('after.tsv')
    rows = []
    for call in CALLS:
        free, raw, ours = (least(runs[f'{who}/rules/10'][call])
                           for who in ('free', 'raw', 'liblandlock'))
        rows.append([call, show(free), show(raw), show(ours),
                     show_ratio(runs, 'liblandlock/rules/10', call,
                                'raw/rules/10')])
    return table(['call', 'free, ns', 'by hand, ns', 'liblandlock, ns',
                  'liblandlock to by hand'], rows)


def given():
    """What the kernel was given by both."""
    value = collections.defaultdict(dict)
    with open(os.path.join(MEASURED, 'given.txt'), encoding='utf-8') as file:
        for line in file:
            number, who, call = line.split()
            value[call][who] = number
    return table(['100 rules, 2 layers', 'by hand', 'liblandlock'],
                 [[f'`{call}`', who.get('raw', '0'), who.get('ours', '0')]
                  for call, who in sorted(value.items())])


PANELS = [
    ('depth', 'directories between the rule and the file',
     [0, 1, 2, 4, 8, 16, 32, 64]),
    ('rules', 'rules', [10, 100, 1000, 10000]),
    ('layers', 'layers', [1, 2, 4, 8, 16]),
]
WHO = [('free', 'unrestricted'), ('raw', 'by hand'),
       ('liblandlock', 'liblandlock')]


def draw():
    runs = read('after.tsv')
    # The first of the depths is one layer.
    for who, _ in WHO:
        runs[f'{who}/layers/1'] = runs[f'{who}/depth/0']
    panels = []
    for key, label, steps in PANELS:
        series = [(text, [least(runs[f'{who}/{key}/{step}']['open'])
                          for step in steps]) for who, text in WHO]
        panels.append((label, steps, series))
    return chart.svg('What an open costs in a sandbox',
                     'nanoseconds for open and close', panels)


def denials():
    """From its lines: what, lines, seconds, million lines/s, nanoseconds."""
    form = re.compile(r'(.+?) +(\d+) lines +[\d.]+ s +([\d.]+) million lines/s'
                      r' +\d+ MB/s +([\d.]+) ns/line')
    rows = collections.defaultdict(list)
    with open(os.path.join(MEASURED, 'denials.txt'), encoding='utf-8') as file:
        for line in file:
            match = form.match(line)
            if match:
                rows[match[1]].append(match.groups()[1:])
    return table(['a mixed log', 'lines', 'million lines/s', 'ns a line'],
                 [[what, f'{int(lines):,}', speed, time]
                  for what, runs in rows.items() for lines, speed, time in runs])


SECTIONS = {
    'setup': lambda: setup_times('setup'),
    'process': lambda: setup_times('wall'),
    'calls': lambda: counts('calls'),
    'allocations': lambda: counts('allocations'),
    'instructions': per_rule,
    'own': own,
    'peak': peaks,
    'memory': memory,
    'library': library,
    'startup': startup,
    'sandboxers': sandboxers,
    'after': afterwards,
    'given': given,
    'denials': denials,
}


def main():
    doc = sys.argv[2]
    tables = {name: make() for name, make in SECTIONS.items()}
    for name, text in tables.items():
        print(f'\n{name}\n\n{text}')
    if '--write' not in sys.argv:
        return
    path = os.path.join(doc, 'PERFORMANCE.md')
    with open(path, encoding='utf-8') as file:
        page = file.read()
    for name, text in tables.items():
        page, found = re.subn(rf'(<!-- {name} -->\n).*?(<!-- end -->)',
                              lambda match, text=text:
                              f'{match[1]}{text}\n{match[2]}',
                              page, flags=re.DOTALL)
        if found != 1:
            sys.exit(f'{path} has no place for the table {name}')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(page)
    with open(os.path.join(doc, 'performance.svg'), 'w',
              encoding='utf-8') as file:
        file.write(draw())


MEASURED = sys.argv[1]
main()
