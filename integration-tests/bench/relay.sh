#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# Measures the relay of this build with the load generator of the steering repository's bench/, its no-op
# server as the upstream, beside nginx's mail proxy and Dovecot's in the same run. Prints tables.
#
#   BENCH=/folder/with/built/bench integration-tests/bench/relay.sh [OUT.tsv]
#
#   CONNS="1 16" connections   SECS=8 of count   IDLE="1000 10000" idle relayed sessions; "" leaves them out
#   PEERS=1 nginx and Dovecot beside it; "" leaves them out
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
: "${BENCH:?the folder of the built load generator}"
out=$(realpath -m "${1:-/tmp/latchkey-relay.tsv}")
data=$(mktemp -d)
rm -f "$out"
# shellcheck disable=SC1091 # the generator's own: $LOAD, $UP_IMAP
. "$BENCH/env.sh"

"$top/integration-tests/bench/make-ldif.py" 1000 1 "$data/load"
cat >"$data/latchkey.toml" <<TOML
[network]
cleartext-sign-in = ["127.0.0.0/8"]
max-connections-per-address = 50000
[log]
level = "warn"
[upstream.imap]
host = "127.0.0.1"
port = $UP_IMAP
tls = "none"
sign-in = "none"
user = "uid"
[listeners]
imap = { address = "127.0.0.1", port = 0 }
imaps = { address = "127.0.0.1", port = 0 }
submission = { enabled = false }
submissions = { enabled = false }
https = { address = "127.0.0.1", port = 0 }
ldap = { enabled = false }
ldaps = { enabled = false }
admin-ldap = { address = "127.0.0.1", port = 0 }
health = { address = "127.0.0.1", port = 0 }
TOML
"$top/latchkey" import --config "$data/latchkey.toml" --data "$data/data" --pepper "$data/load/pepper" \
  "$data/load/accounts.ldif"

server=
start() {
  rm -f "$data/data/ports.json"
  "$top/latchkey" serve --config "$data/latchkey.toml" --data "$data/data" >"$data/serve.out" 2>&1 &
  server=$!
  for _ in $(seq 300); do [ -s "$data/data/ports.json" ] && return; sleep 0.1; done
  cat "$data/serve.out" >&2
  return 1
}
stop() { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; }
trap 'stop; "$BENCH/peers/upstream/stop.sh"; rm -rf "$data"' EXIT
port() { sed "s/.*\"$1\":\([0-9]*\).*/\1/" "$data/data/ports.json"; }
helpers=$("$BENCH/peers/upstream/start.sh" | paste -sd,)

start
"$LOAD" relay -m imap -p "$(port imap)" -c 16 -d "${WARM:-10}" -U "$data/load/users" -l warm-up
"$LOAD" relay -m imap -s tls -p "$(port imaps)" -c 16 -d "${WARM:-10}" -U "$data/load/users" -l warm-up
NAME=latchkey OUT=$out HELPERS=$helpers PIDS=$server IMAP=$(port imap) IMAPS=$(port imaps) SECS=${SECS:-8} \
  USERFILE=$data/load/users TRIES=1 "$BENCH/measure.sh" relay ${CONNS:-1 16}
stop
for n in ${IDLE-1000 10000}; do
  for security in imap imaps; do
    start
    NAME=latchkey OUT=$out PIDS=$server USERFILE=$data/load/users TRIES=1 \
      $([ $security = imap ] && echo "env IMAP=$(port imap)" || echo "env IMAPS=$(port imaps)") \
      "$BENCH/measure.sh" idle "$n"
    stop
  done
done
if [ -n "${PEERS=1}" ]; then
  "$BENCH/peers/upstream/stop.sh"
  (cd "$BENCH" && SECS="${SECS:-8}" QUICK=1 ./run-all.sh -n 1 -o "$out" relay)
else
  "$BENCH/summarise.py" "$out"
fi
