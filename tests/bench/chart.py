# SPDX-License-Identifier: MIT
"""Draws charts as SVG that can be read on a light and on a dark page."""

WIDTH, HEIGHT = 960, 340
TOP, BOTTOM, LEFT, GAP = 92, 64, 64, 40
# Light and dark: the lines are told apart by dashes and marks too.
COLOURS = [('#57606a', '#9da7b1', '2 4'), ('#9a6700', '#e3b341', '7 4'),
           ('#0969da', '#58a6ff', '')]


def text(x, y, words, anchor='middle', extra=''):
    return (f'  <text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}"{extra}>'
            f'{words}</text>')


def mark(kind, x, y):
    if kind == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    if kind == 1:
        return (f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" '
                'height="6"/>')
    return (f'<path d="M{x:.1f} {y - 4:.1f}l4 7h-8z"/>')


def panel(left, width, highest, label, steps, series):
    lines = []
    bottom, height = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    xs = [left + width * i / (len(steps) - 1) for i in range(len(steps))]
    lines.append(f'  <path class="axis" d="M{left:.0f} {TOP}V{bottom}'
                 f'h{width:.0f}" fill="none" stroke="#57606a"/>')
    for x, step in zip(xs, steps):
        lines.append(text(x, bottom + 20, f'{step:,}'))
    lines.append(text(left + width / 2, bottom + 44, label))
    for number, (_, values) in enumerate(series):
        colour, _, dash = COLOURS[number]
        ys = [bottom - height * value / highest for value in values]
        points = ' '.join(f'{x:.1f},{y:.1f}' for x, y in zip(xs, ys))
        lines.append(f'  <g class="s{number}" stroke="{colour}" '
                     f'fill="{colour}"><polyline points="{points}" '
                     f'fill="none" stroke-width="2" '
                     f'stroke-dasharray="{dash}"/>' +
                     ''.join(mark(number, x, y) for x, y in zip(xs, ys)) +
                     '</g>')
    return lines


def legend(names):
    lines = []
    for number, name in enumerate(names):
        colour, _, dash = COLOURS[number]
        x = LEFT + 170 * number
        lines.append(f'  <g class="s{number}" stroke="{colour}" '
                     f'fill="{colour}"><path d="M{x} 58h36" '
                     f'stroke-width="2" stroke-dasharray="{dash}"/>'
                     f'{mark(number, x + 18, 58)}</g>')
        lines.append(text(x + 44, 63, name, 'start'))
    return lines


def scale(highest):
    """A round number above, and the steps up to it."""
    step = 10 ** (len(str(int(highest))) - 1)
    if highest / step < 3:
        step //= 2
    top = (int(highest / step) + 1) * step
    return top, range(0, top + 1, step)


def svg(title, unit, panels):
    """panels: (label, [step], [(name, [value for each step])])"""
    top, ticks = scale(max(value for _, _, series in panels
                           for _, values in series for value in values))
    bottom = HEIGHT - BOTTOM
    width = (WIDTH - LEFT - GAP * len(panels)) / len(panels)
    dark = '\n'.join(f'      .s{i} {{ stroke: {c[1]}; fill: {c[1]} }}'
                     for i, c in enumerate(COLOURS))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!-- SPDX-License-Identifier: MIT -->',
        '<!-- Drawn by tests/bench/run.sh. -->',
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} '
        f'{HEIGHT}" role="img" aria-labelledby="title" font-size="14" '
        'fill="#1f2328" font-family="system-ui, -apple-system, \'Segoe UI\', '
        '\'Helvetica Neue\', \'Liberation Sans\', Arial, sans-serif">',
        f'  <title id="title">{title}</title>',
        '  <style>\n    @media (prefers-color-scheme: dark) {\n'
        '      svg { fill: #e6edf3 }\n'
        '      .page { fill: #0d1117 }\n'
        f'      .axis {{ stroke: #9198a1 }}\n{dark}\n'
        '    }\n  </style>',
        f'  <rect class="page" width="{WIDTH}" height="{HEIGHT}" '
        'fill="#ffffff"/>',
        text(LEFT, 28, f'{title}: {unit}', 'start', ' font-weight="600"'),
    ]
    lines += legend([name for name, _ in panels[0][2]])
    for tick in ticks:
        y = bottom - (bottom - TOP) * tick / top
        lines.append(text(LEFT - 8, y + 5, f'{tick:,}', 'end'))
    for i, (label, steps, series) in enumerate(panels):
        left = LEFT + i * (width + GAP) + GAP / 2 * (i > 0)
        lines += panel(left, width - GAP / 2, top, label, steps, series)
    return '\n'.join(lines + ['</svg>', ''])
