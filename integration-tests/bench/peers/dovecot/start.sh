#!/bin/bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# start.sh [role=server|proxy-imap|proxy-submission] [mode=hp|hs] [scheme=SHA256|PLAIN|SHA512-CRYPT|BLF-CRYPT] [cache=0|10M] [passdbs=1|25] [tickets=yes|no]
# hp: imap-login with service_count=0, one process per core, many clients each ("high-performance mode"); imap processes are reused.
# hs: the default "high-security mode": every connection has its own imap-login process.
# passdbs=25: 24 passdbs with other passwords stand before the right one.
. "$(dirname "$0")/../../env.sh"
role=${1:-server} mode=${2:-hp} scheme=${3:-SHA256} cache=${4:-0} n=${5:-1} tickets=${6:-yes} users=${USERS:-1000}
export D=$DATA/dovecot CERT KEY UP_SMTP AUTH_CACHE=$cache PROTOCOLS SSL_OPTIONS= PASSDBS= LOGIN= IMAP=
mkdir -p "$D/mail" "$D/state"; chown mail:mail "$D/mail"; chmod 755 "$D"; rm -f "$D"/*.log
extra=
[ "$role" = proxy-imap ] && extra="  override_fields = proxy=y host=127.0.0.1 port=$UP_IMAP"
[ "$role" = proxy-submission ] && extra="  override_fields = proxy=y host=127.0.0.1 port=$UP_SMTP"
add() { PASSDBS+=$'passdb {\n  driver = passwd-file\n  args = username_format=%u '"$1"$'\n'"$extra"$'\n}\n'; }
for i in $(seq $((n - 1))); do
  f=$D/decoy-$scheme-$users-$i
  [ -s "$f" ] || /usr/bin/python3 -W ignore "$BENCH/users.py" decoy $scheme $users $i > "$f"
  add "$f"
done
f=$D/users-$scheme-$users
[ -s "$f" ] || /usr/bin/python3 -W ignore "$BENCH/users.py" passwd-file $scheme $users > "$f"
add "$f"
PROTOCOLS=imap port=21143
case $role in *submission) PROTOCOLS=submission port=21587;; esac
[ "$tickets" = no ] && SSL_OPTIONS=no_ticket
if [ "$mode" = hp ]; then
  LOGIN=$'  service_count = 0\n  process_min_avail = 2\n  process_limit = 2\n  client_limit = 9000'
  IMAP=$'  service_count = 10000\n  process_min_avail = 4'
else
  LOGIN=$'  service_count = 1\n  process_min_avail = 4\n  process_limit = 20000'
  IMAP=$'  service_count = 1'
fi
fill "$(dirname "$0")/dovecot.conf.in" > "$D/dovecot.conf" || exit 1
/usr/sbin/dovecot -c "$D/dovecot.conf" 2> "$D/start.log" || { cat "$D/start.log" >&2; exit 1; }
for _ in $(seq 50); do [ -s "$D/run/master.pid" ] && break; sleep 0.1; done
wait_port $port || { kill "$(cat "$D/run/master.pid")"; exit 1; }
cp "$D/run/master.pid" "$DATA/pid/dovecot"
sleep 0.5
cat "$DATA/pid/dovecot"
