#!/usr/bin/python3
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
"""summarise.py results.tsv...: one table per kind of run. Medians over the passes with (min-max); the rate and the p99 of the
quietest run (the one with the least other load on the machine) stand beside, as wall-clock figures suffer most from others."""
import sys
from collections import OrderedDict
from statistics import median
rows = OrderedDict()
for name in sys.argv[1:]:
    for line in open(name):
        f = line.rstrip('\n').split('\t')
        rows.setdefault(tuple(f[:5]), []).append([float(x) for x in f[5:]])

def med(v, i, fmt, spread):
    x = [r[i] for r in v]
    s = fmt % median(x)
    return s + (' (%s–%s)' % (fmt % min(x), fmt % max(x)) if spread and len(x) > 1 else '')

def table(kind, cols):
    body = [(k, v) for k, v in rows.items() if k[0] == kind]
    if not body: return
    head = ['server', 'protocol', 'conns'] + [c[0] for c in cols] + ['runs']
    print('| ' + ' | '.join(head) + ' |\n|' + '---|' * len(head))
    for k, v in body:
        cells = []
        for _, i, fmt, how in cols:
            if how == 'quiet': cells.append(fmt % min(v, key=lambda r: r[-1])[i])
            else: cells.append(med(v, i, fmt, how == 'spread'))
        print('| ' + ' | '.join([k[1], k[2] + ' ' + k[3], k[4]] + cells + [str(len(v))]) + ' |')
    print()

table('load', [('sign-ins/s', 0, '%.0f', 'spread'), ('quietest run: sign-ins/s', 0, '%.0f', 'quiet'), ('p50 ms', 1, '%.2f', 'quiet'),
               ('p99 ms', 2, '%.1f', 'quiet'), ('p99.9 ms', 3, '%.1f', 'quiet'), ('other load %', 9, '%.0f', 'quiet'),
               ('server CPU s/1000', 5, '%.3f', 'spread'), ('helpers', 6, '%.3f', ''), ('client', 7, '%.3f', ''),
               ('resumed %', 8, '%.0f', ''), ('errors', 4, '%.0f', '')])
table('idle', [('held', 0, '%.0f', ''), ('tree RSS kB', 1, '%.0f', ''), ('tree PSS kB', 2, '%.0f', ''), ('RSS kB/conn', 3, '%.1f', ''),
               ('PSS kB/conn', 4, '%.1f', 'spread'), ('tree PSS kB/conn', 5, '%.1f', ''), ('processes', 6, '%.0f', ''), ('sign-in s', 7, '%.1f', '')])
table('relay', [('MB/s', 0, '%.0f', 'spread'), ('quietest run: MB/s', 0, '%.0f', 'quiet'), ('other load %', 5, '%.0f', 'quiet'),
                ('server CPU s/GB', 1, '%.3f', 'spread'), ('helpers', 2, '%.3f', ''), ('client', 3, '%.3f', ''), ('errors', 4, '%.0f', '')])
