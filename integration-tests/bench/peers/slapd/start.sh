#!/bin/bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# start.sh [threads]. One slapd holds all password schemes, each in its own ou (see users.py).
. "$(dirname "$0")/../../env.sh"
export D=$DATA/slapd CERT KEY THREADS=${1:-16}
mkdir -p "$D"
fill "$(dirname "$0")/slapd.conf.in" > "$D/slapd.conf" || exit 1
if [ ! -s "$D/db/data.mdb" ]; then
  mkdir -p "$D/db"
  [ -s "$D/users.ldif" ] || /usr/bin/python3 -W ignore "$(dirname "$0")/users.py" ${USERS:-1000} 50 > "$D/users.ldif" || exit 1
  /usr/sbin/slapadd -q -f "$D/slapd.conf" -l "$D/users.ldif" || exit 1
fi
/usr/sbin/slapd -f "$D/slapd.conf" -h "ldap://127.0.0.1:23389 ldaps://127.0.0.1:23636" || exit 1
wait_port 23389 || exit 1
cp "$D/slapd.pid" "$DATA/pid/slapd"
cat "$DATA/pid/slapd"
