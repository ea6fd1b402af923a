#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# Measures the relay of this source tree's server, with the load generator's no-op server as the upstream, beside
# nginx's mail proxy and Dovecot's in the same run. Prints tables.
#
#   integration-tests/bench/relay.sh [OUT.tsv]
#
#   CONNS="1 16" connections   WARM=10 seconds of warm-up, SECS=8 of count
#   IDLE="1000 10000" idle relayed sessions; "" leaves them out   PEERS=1 nginx and Dovecot beside it; "" leaves them out
set -euo pipefail
out=$(realpath -m "${1:-/tmp/latchkey-relay.tsv}")
# shellcheck disable=SC1091
. "$(dirname "$0")/server.sh"
trap 'stop; "$BENCH/peers/upstream/stop.sh"; rm -rf "$work"' EXIT
[ -z "${PEERS=1}" ] || need dovecot nginx
rm -f "$out"
prepare 1000 1 "
[upstream.imap]
host = \"127.0.0.1\"
port = $UP_IMAP
tls = \"none\"
sign-in = \"none\"
user = \"uid\""
helpers=$("$BENCH/peers/upstream/start.sh" | paste -sd,)

start
"$LOAD" relay -m imap -p "$(port imap)" -c 16 -d "${WARM:-10}" -U "$users" -l warm-up
"$LOAD" relay -m imap -s tls -p "$(port imaps)" -c 16 -d "${WARM:-10}" -U "$users" -l warm-up
# shellcheck disable=SC2086 # a list of numbers
NAME=latchkey OUT=$out HELPERS=$helpers PIDS=$server IMAP=$(port imap) IMAPS=$(port imaps) SECS=${SECS:-8} \
  USERFILE=$users TRIES=1 "$BENCH/measure.sh" relay ${CONNS:-1 16}
stop
for n in ${IDLE-1000 10000}; do
  for security in IMAP IMAPS; do
    start
    env NAME=latchkey OUT="$out" PIDS="$server" USERFILE="$users" TRIES=1 "$security=$(port "${security,,}")" \
      "$BENCH/measure.sh" idle "$n"
    stop
  done
done
if [ -n "$PEERS" ]; then
  "$BENCH/peers/upstream/stop.sh"
  SECS="${SECS:-8}" QUICK=1 "$BENCH/peers.sh" -n 1 -o "$out" relay
else
  "$BENCH/summarise.py" "$out"
fi
