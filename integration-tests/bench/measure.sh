#!/bin/bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# Measures one running server. Everything comes from the environment; a port that is not set is not measured.
#   NAME=label PIDS=pid,pid [HELPERS=pid,pid] OUT=results.tsv
#   IMAP= IMAPS= SMTP= SMTPS= LDAP= LDAPS= HTTP= HTTPS=       ports on 127.0.0.1 (…S: implicit TLS)
#   [USER_PATTERN=user%d PASS=pass%d N=1000 | USERFILE=user:password lines] [LDAP_USER=uid=user%d,...] [METHOD=GET HTTP_PATH=/ ONLY_KA=1]
#   [CONNS="1 32 256"] [SECS=2.5] [WARM=0.7] [RESUME=1] [STARTTLS=1] [NOISE=50 TRIES=2] [LOCK=file for flock]
# measure.sh load            sign-ins: rate, latency, CPU
# measure.sh idle 1000 5000  memory per idle signed-in connection (restart the server between counts)
# measure.sh relay 1 16      streaming through an IMAP proxy, by number of connections
. "$(dirname "$0")/env.sh"
NAME=${NAME:?} OUT=${OUT:?} USER=${USER_PATTERN:-user%d} PASS=${PASS:-pass%d} N=${N:-1000}
CONNS=${CONNS:-1 32 256} SECS=${SECS:-2.5} WARM=${WARM:-0.7} NOISE=${NOISE:-50} TRIES=${TRIES:-2}
who=(${PIDS:+-P "$PIDS"} ${HELPERS:+-X "$HELPERS"})
[ -n "$USERFILE" ] && users=(-U "$USERFILE") || users=(-u "$USER" -k "$PASS" -N "$N")
[ -n "$LOCK" ] && [ -z "$LOCKED" ] && exec env LOCKED=1 flock "$LOCK" "$0" "$@"     # one server's whole set is one turn
run() { # one run of signin-load; taken again when other work on the machine took more than $NOISE % of a core
  local tmp best t
  tmp=$(mktemp)
  for t in $(seq "$TRIES"); do
    : > "$tmp"
    timeout 180 "$LOAD" "$@" "${who[@]}" -l "$NAME" -o "$tmp" || break
    best=$(awk -F'\t' -v best="$best" 'END { split(best, b, "\t"); n = $NF; if (best == "" || n < b[length(b)]) print; else print best }' OFS='\t' "$tmp")
    awk -F'\t' -v m="$NOISE" 'END { exit !($1 == "idle" || $NF < m) }' "$tmp" && break
  done
  [ -n "$best" ] && printf '%s\n' "$best" >> "$OUT"
  rm -f "$tmp"
}
load() { # MODE SECURITY PORT [more]
  local m=$1 s=$2 p=$3 c; shift 3
  for c in $CONNS; do run load -m $m -s $s -p $p -c $c -d $SECS -w $([ $c -gt 100 ] && [ $s = tls ] && echo 2 || echo $WARM) "$@"; done
}
case $1 in
load)
  [ -n "$IMAP" ] && load imap plain $IMAP "${users[@]}"
  [ -n "$IMAPS" ] && load imap tls $IMAPS "${users[@]}"
  [ -n "$IMAPS" ] && [ -n "$RESUME" ] && load imap tls $IMAPS -r "${users[@]}"
  [ -n "$IMAP" ] && [ -n "$STARTTLS" ] && load imap starttls $IMAP "${users[@]}"
  [ -n "$SMTP" ] && load smtp plain $SMTP "${users[@]}"
  [ -n "$SMTPS" ] && load smtp tls $SMTPS "${users[@]}"
  [ -n "$SMTPS" ] && [ -n "$RESUME" ] && load smtp tls $SMTPS -r "${users[@]}"
  [ -n "$LDAP_USER" ] && users=(-u "$LDAP_USER" -k "$PASS" -N "$N")
  [ -n "$LDAP" ] && load ldap plain $LDAP "${users[@]}"
  [ -n "$LDAPS" ] && load ldap tls $LDAPS "${users[@]}"
  [ -n "$LDAPS" ] && [ -n "$RESUME" ] && load ldap tls $LDAPS -r "${users[@]}"
  [ -n "$LDAP" ] && load ldap-rebind plain $LDAP "${users[@]}"
  [ -n "$LDAPS" ] && load ldap-rebind tls $LDAPS "${users[@]}"
  http=(-M "${METHOD:-GET}" -R "${HTTP_PATH:-/}")
  [ -n "$HTTP" ] && [ -z "$ONLY_KA" ] && load http plain $HTTP "${http[@]}" "${users[@]}"
  [ -n "$HTTPS" ] && [ -z "$ONLY_KA" ] && load http tls $HTTPS "${http[@]}" "${users[@]}"
  [ -n "$HTTP" ] && load http-ka plain $HTTP "${http[@]}" "${users[@]}"
  [ -n "$HTTPS" ] && load http-ka tls $HTTPS "${http[@]}" "${users[@]}"
  ;;
idle)
  shift
  for n in "$@"; do
    [ -n "$IMAP" ] && run idle -m imap -p $IMAP -c $n -d 100 -z ${SETTLE:-3} "${users[@]}"
    [ -n "$IMAPS" ] && run idle -m imap -s tls -p $IMAPS -c $n -d 100 -z ${SETTLE:-3} "${users[@]}"
    [ -n "$SMTP" ] && run idle -m smtp -p $SMTP -c $n -d 100 -z ${SETTLE:-3} "${users[@]}"
    [ -n "$LDAP" ] && run idle -m ldap -p $LDAP -c $n -d 100 -z ${SETTLE:-3} -u "${LDAP_USER:-$USER}" -k "$PASS" -N $N
    [ -n "$LDAPS" ] && run idle -m ldap -s tls -p $LDAPS -c $n -d 100 -z ${SETTLE:-3} -u "${LDAP_USER:-$USER}" -k "$PASS" -N $N
    [ -n "$SMTPS" ] && run idle -m smtp -s tls -p $SMTPS -c $n -d 100 -z ${SETTLE:-3} "${users[@]}"
    [ -n "$HTTPS" ] && run idle -m http-ka -s tls -p $HTTPS -c $n -d 100 -z ${SETTLE:-3} -R "${HTTP_PATH:-/}" "${users[@]}"
    [ -n "$HTTP" ] && run idle -m http-ka -p $HTTP -c $n -d 100 -z ${SETTLE:-3} -R "${HTTP_PATH:-/}" "${users[@]}"
  done
  ;;
relay)
  shift
  for n in "$@"; do
    [ -n "$IMAP" ] && run relay -m imap -p $IMAP -c $n -d ${SECS} -w $WARM "${users[@]}"
    [ -n "$IMAPS" ] && run relay -m imap -s tls -p $IMAPS -c $n -d ${SECS} -w $WARM "${users[@]}"
  done
  ;;
*) sed -n '2,12p' "$0"; exit 2;;
esac
exit 0
