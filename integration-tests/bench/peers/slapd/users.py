#!/usr/bin/python3
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
"""LDIF for slapd: uid=userN,ou=SCHEME,dc=bench with password passN. ou=x25-SCHEME: 25 values, the right one written last."""
import base64, crypt, hashlib, os, subprocess, sys
n, nslow = int(sys.argv[1]), int(sys.argv[2])
def ssha(p, alg='sha1', tag='SSHA'):
    salt = os.urandom(8)
    return '{%s}' % tag + base64.b64encode(hashlib.new(alg, p.encode() + salt).digest() + salt).decode()
def argon2(p):
    out = subprocess.run(['argon2', base64.b64encode(os.urandom(9)).decode(), '-id', '-t', '2', '-k', '19456', '-p', '1', '-e'],
                         input=p.encode(), capture_output=True, check=True).stdout.decode().strip()
    return '{ARGON2}' + out
schemes = {
  'plain': (lambda p: p, n), 'ssha': (ssha, n), 'ssha256': (lambda p: ssha(p, 'sha256', 'SSHA256'), n),
  'sha512crypt': (lambda p: '{CRYPT}' + crypt.crypt(p, crypt.mksalt(crypt.METHOD_SHA512)), n),
  'bcrypt': (lambda p: '{CRYPT}' + crypt.crypt(p, crypt.mksalt(crypt.METHOD_BLOWFISH, rounds=1 << 10)), nslow),
  'argon2': (argon2, nslow),
  'x25-ssha': (ssha, n), 'x25-bcrypt': (schemes_b := (lambda p: '{CRYPT}' + crypt.crypt(p, crypt.mksalt(crypt.METHOD_BLOWFISH, rounds=1 << 10))), 5),
  'x25-argon2': (argon2, 5),
}
print('dn: dc=bench\nobjectClass: dcObject\nobjectClass: organization\no: bench\ndc: bench\n')
for ou, (h, count) in schemes.items():
    print('dn: ou=%s,dc=bench\nobjectClass: organizationalUnit\nou: %s\n' % (ou, ou))
    for i in range(count):
        pw = (['decoy-%d-%d' % (i, k) for k in range(24)] if ou.startswith('x25') else []) + ['pass%d' % i]
        print('dn: uid=user%d,ou=%s,dc=bench\nobjectClass: inetOrgPerson\nuid: user%d\ncn: User %d\nsn: %d' % (i, ou, i, i, i))
        for p in pw: print('userPassword: ' + h(p))
        print()
