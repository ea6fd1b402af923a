#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
"""Makes accounts for a benchmark: LDIF to import, the pepper that its verifiers are made under, and
the file of names and app passwords that the load generator signs in with.

    make-ldif.py ACCOUNTS APP_PASSWORDS_EACH FOLDER

Writes FOLDER/accounts.ldif, FOLDER/pepper, FOLDER/users (user:app password, one an account, the last
one made), FOLDER/users-ldap (uid=…,ou=people,dc=example,dc=org:app password)."""
import base64, hashlib, hmac, os, random, sys, uuid

accounts, each, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
WEIGHTS = (1, 3, 5, 7, 9, 11, 15, 17, 19, 21, 23, 25)
BASE = 'dc=example,dc=org'
made = random.Random(1)  # the same accounts at every run: these secrets protect nothing
pepper = bytes(made.randrange(256) for _ in range(32))


def secret():
    letters = [made.randrange(26) for _ in range(24)]
    check = -sum(WEIGHTS[i % 12] * letter for i, letter in enumerate(letters)) % 26
    return ''.join(chr(97 + letter) for letter in letters + [check])


def tag(entry_uuid, canonical):
    mac = hmac.new(pepper, b'apw1\0' + entry_uuid.bytes + canonical.encode(), hashlib.sha256)
    return '{APW1}1$' + base64.b64encode(mac.digest()).decode()


os.makedirs(folder, exist_ok=True)
with open(f'{folder}/pepper', 'w') as out:
    out.write('1 ' + base64.b64encode(pepper).decode() + '\n')
with open(f'{folder}/accounts.ldif', 'w') as ldif, open(f'{folder}/users', 'w') as users, \
        open(f'{folder}/users-ldap', 'w') as ldap:
    for number in range(accounts):
        name = f'user{number}'
        dn = f'uid={name},ou=people,{BASE}'
        entry_uuid = uuid.UUID(int=made.getrandbits(128), version=4)
        ldif.write(f'dn: {dn}\nobjectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\n'
                   f'objectClass: inetOrgPerson\nobjectClass: latchkeyAccount\nuid: {name}\n'
                   f'mail: {name}@example.org\ncn: User {number}\nsn: {number}\nentryUUID: {entry_uuid}\n\n')
        for device in range(each):
            canonical = secret()
            ldif.write(f'dn: cn=device {device},{dn}\nobjectClass: top\nobjectClass: latchkeyAppPassword\n'
                       f'cn: device {device}\nuserPassword: {tag(entry_uuid, canonical)}\n'
                       + ''.join(f'latchkeyService: {service}\n' for service in
                                 ('imap', 'smtp', 'carddav', 'caldav', 'ldap')) + '\n')
        users.write(f'{name}:{canonical}\n')
        ldap.write(f'{dn}:{canonical}\n')
