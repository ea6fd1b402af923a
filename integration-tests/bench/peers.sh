#!/bin/bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# [QUICK=1] peers.sh [-n passes] [-o results.tsv] [group ...]   groups: floor dovecot dovecot-proxy nginx-mail ldap relay
# QUICK=1 leaves out the slow ones (Dovecot's high-security mode).
# Starts each peer, measures it, stops it; the passes go round the whole list so that a noisy minute hits one pass only.
cd "$(dirname "$0")" || exit 1
. ./env.sh
passes=3; export OUT=$DATA/results.tsv
while getopts n:o: x; do case $x in n) passes=$OPTARG;; o) OUT=$OPTARG;; *) exit 2;; esac; done
shift $((OPTIND - 1))
groups=${*:-floor dovecot dovecot-proxy nginx-mail ldap relay}
P=peers
up=; on() { local n=$1; shift; "$P/$n/start.sh" "$@" | tail -1; }   # prints the root pid
off() { local n; for n in "$@"; do "$P/$n/stop.sh"; done; }
upstream() { "$P/upstream/start.sh" | paste -sd,; }
m() { while [ -n "$PAUSE" ] && [ -e "$PAUSE" ]; do sleep 1; done; ./measure.sh "$@"; }    # takes $LOCK, where set, for one server's set

g_floor() {
  local s; serve() { "$LOAD" serve "$@" >/dev/null 2>&1 & spid=$!; sleep 0.3; }
  for x in imap smtp ldap http; do
    serve -m $x -p 29501; a=$spid; serve -m $x -p 29502 -s tls -C "$CERT" -K "$KEY"; b=$spid
    case $x in
      imap) NAME=floor PIDS=$a,$b IMAP=29501 IMAPS=29502 RESUME=1 m load;;
      smtp) NAME=floor PIDS=$a,$b SMTP=29501 SMTPS=29502 m load;;
      ldap) NAME=floor PIDS=$a,$b LDAP=29501 LDAPS=29502 m load;;
      http) NAME=floor PIDS=$a,$b HTTP=29501 HTTPS=29502 m load;;
    esac
    kill $a $b; wait $a $b 2>/dev/null
  done
}
g_dovecot() {
  NAME=dovecot-hp PIDS=$(on dovecot server hp SHA256) IMAP=21143 IMAPS=21993 RESUME=1 m load; off dovecot
  [ -n "$QUICK" ] || NAME=dovecot-hs PIDS=$(on dovecot server hs SHA256) IMAP=21143 IMAPS=21993 m load; off dovecot
}
g_dovecot-proxy() {
  local h; h=$(upstream)
  NAME=dovecot-proxy-hp HELPERS=$h PIDS=$(on dovecot proxy-imap hp SHA256) IMAP=21143 IMAPS=21993 RESUME=1 m load; off dovecot
  [ -n "$QUICK" ] || NAME=dovecot-proxy-hs HELPERS=$h PIDS=$(on dovecot proxy-imap hs SHA256) IMAP=21143 IMAPS=21993 m load; off dovecot upstream
}
g_nginx-mail() {
  local h; h=$(upstream)
  NAME=nginx-mail HELPERS=$h PIDS=$(on nginx-mail) IMAP=22143 IMAPS=22993 SMTP=22587 SMTPS=22465 RESUME=1 m load; off nginx-mail upstream
}
g_ldap() {
  NAME=slapd PIDS=$(on slapd) LDAP=23389 LDAPS=23636 LDAP_USER='uid=user%d,ou=ssha,dc=bench' m load; off slapd
}
g_relay() {
  local h; h=$(upstream)
  "$LOAD" serve -m relay -p 29501 -A $UP_IMAP >/dev/null 2>&1 & a=$!; sleep 0.3
  NAME=floor-relay HELPERS=$h PIDS=$a IMAP=29501 m relay 1 16; NAME=floor-relay HELPERS=$h PIDS=$a IMAP=29501 CONNS=32 m load; kill $a; wait $a 2>/dev/null
  "$LOAD" serve -m imap -p 29501 >/dev/null 2>&1 & a=$!; "$LOAD" serve -m imap -p 29502 -s tls -C "$CERT" -K "$KEY" >/dev/null 2>&1 & b=$!; sleep 0.3
  NAME=floor-no-proxy PIDS=$a,$b IMAP=29501 IMAPS=29502 m relay 1 16; kill $a $b; wait $a $b 2>/dev/null
  NAME=dovecot-proxy-hp HELPERS=$h PIDS=$(on dovecot proxy-imap hp) IMAP=21143 IMAPS=21993 m relay 1 16; off dovecot
  NAME=nginx-mail HELPERS=$h PIDS=$(on nginx-mail) IMAP=22143 IMAPS=22993 m relay 1 16; off nginx-mail
  NAME=nginx-mail-64k HELPERS=$h PIDS=$(on nginx-mail on 64k) IMAP=22143 IMAPS=22993 m relay 1 16; off nginx-mail upstream
}
for pass in $(seq $passes); do
  for g in $groups; do echo "== pass $pass: $g"; "g_$g"; done
done
./summarise.py "$OUT"
