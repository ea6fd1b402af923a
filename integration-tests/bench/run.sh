#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# Measures sign-ins against this source tree's server, beside the load generator's own no-op server, Dovecot and
# slapd in the same run. Prints tables.
#
#   integration-tests/bench/run.sh [OUT.tsv]
#
#   ACCOUNTS=1000 EACH=25 accounts and app passwords each   PEERS="floor dovecot ldap" groups of peers.sh; "" is none
#   WARM=30 seconds of warm-up a protocol, SECS=8 of count   IDLE=10000 idle TLS sessions; 0 leaves them out
set -euo pipefail
out=$(realpath -m "${1:-/tmp/latchkey-bench.tsv}")
# shellcheck disable=SC1091
. "$(dirname "$0")/server.sh"
trap 'stop; rm -rf "$work"' EXIT
peers=${PEERS-floor dovecot ldap}
[[ $peers != *dovecot* ]] || need dovecot
[[ $peers != *ldap* ]] || need slapd argon2 /usr/lib/ldap/argon2.so
rm -f "$out"
prepare "${ACCOUNTS:-1000}" "${EACH:-25}"

load() { "$LOAD" "$@" -c 32 -P "$server" -l latchkey; }
start
for run in warm count; do
  [ $run = warm ] && how=(-d "${WARM:-30}") || how=(-d "${SECS:-8}" -w 1 -o "$out")
  load -m imap -p "$(port imap)" -U "$users" "${how[@]}"
  load -m imap -s tls -p "$(port imaps)" -U "$users" "${how[@]}"
  load -m smtp -p "$(port submission)" -U "$users" "${how[@]}"
  load -m smtp -s tls -p "$(port submissions)" -U "$users" "${how[@]}"
  load -m ldap -p "$(port ldap)" -U "$users-ldap" "${how[@]}"
  load -m ldap -s tls -p "$(port ldaps)" -U "$users-ldap" "${how[@]}"
  load -m ldap-rebind -p "$(port ldap)" -U "$users-ldap" "${how[@]}"
  load -m ldap-rebind -s tls -p "$(port ldaps)" -U "$users-ldap" "${how[@]}"
  load -m http -s tls -p "$(port https)" -M PROPFIND -R /carddav/ -U "$users" "${how[@]}"
  load -m http-ka -s tls -p "$(port https)" -M PROPFIND -R /carddav/ -U "$users" "${how[@]}"
done
stop

if [ "${IDLE:-10000}" -gt 0 ]; then
  start
  load -m imap -s tls -p "$(port imaps)" -U "$users" -d "$((${WARM:-30} < 20 ? ${WARM:-30} : 20))"
  "$LOAD" idle -m imap -s tls -p "$(port imaps)" -c "${IDLE:-10000}" -d 100 -z 3 \
    -U "$users" -P "$server" -l latchkey -o "$out"
  stop
fi

if [ -n "$peers" ]; then
  # shellcheck disable=SC2086 # a list of words
  CONNS=32 SECS="${SECS:-8}" QUICK=1 "$BENCH/peers.sh" -n 1 -o "$out" $peers
else
  "$BENCH/summarise.py" "$out"
fi
