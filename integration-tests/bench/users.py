#!/usr/bin/python3
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the user files of the peers: user0..userN-1 with pass0..passN-1.
   users.py passwd-file SCHEME N | users.py decoy SCHEME N SEED | users.py htpasswd SCHEME N"""
import base64, crypt, hashlib, os, sys, warnings
kind, scheme, n = sys.argv[1], sys.argv[2], int(sys.argv[3])
seed = sys.argv[4] if len(sys.argv) > 4 else ''
def h(p):
    if scheme == 'PLAIN': return '{PLAIN}' + p
    if scheme == 'SHA256': return '{SHA256}' + base64.b64encode(hashlib.sha256(p.encode()).digest()).decode()
    if scheme == 'SSHA':
        salt = os.urandom(8)
        return '{SSHA}' + base64.b64encode(hashlib.sha1(p.encode() + salt).digest() + salt).decode()
    if scheme == 'SHA512-CRYPT': return '{SHA512-CRYPT}' + crypt.crypt(p, crypt.mksalt(crypt.METHOD_SHA512))
    if scheme == 'BLF-CRYPT': return '{BLF-CRYPT}' + crypt.crypt(p, crypt.mksalt(crypt.METHOD_BLOWFISH, rounds=1 << 10))
    raise SystemExit('unknown scheme ' + scheme)
for i in range(n):
    p = 'pass%d' % i
    if kind == 'decoy': p = 'decoy-%s-%d' % (seed, i)
    v = h(p)
    if kind == 'htpasswd' and v.startswith(('{SHA512-CRYPT}', '{BLF-CRYPT}')): v = v[v.index('}') + 1:]
    print('user%d:%s' % (i, v) + ('' if kind == 'htpasswd' else '::::::'))
