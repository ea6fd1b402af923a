#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# Measures sign-ins against this build with the load generator of the steering repository's bench/, beside
# what that generator measures of its own no-op server, Dovecot and slapd in the same run. Prints tables.
#
#   BENCH=/folder/with/built/bench integration-tests/bench/run.sh [OUT.tsv]
#
#   ACCOUNTS=1000 EACH=25 accounts and app passwords each   PEERS="floor dovecot ldap" groups of its run-all.sh
#   The peers need: dovecot-imapd slapd slapd-contrib argon2
#   WARM=30 seconds of warm-up a protocol, SECS=8 of count   IDLE=10000 idle TLS sessions; 0 leaves them out
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
: "${BENCH:?the folder of the built load generator}"
peers=${PEERS-floor dovecot ldap}
needed=("$BENCH/signin-load")
[[ $peers != *dovecot* ]] || needed+=(dovecot)
[[ $peers != *ldap* ]] || needed+=(slapd argon2 /usr/lib/ldap/argon2.so)
for each in "${needed[@]}"; do
  [[ -e $each ]] || PATH=$PATH:/usr/sbin command -v "$each" >/dev/null || { echo "$each is missing" >&2; exit 1; }
done
out=$(realpath -m "${1:-/tmp/latchkey-bench.tsv}")
data=$(mktemp -d)
ulimit -n "$(ulimit -Hn)"
rm -f "$out"

"$top/integration-tests/bench/make-ldif.py" "${ACCOUNTS:-1000}" "${EACH:-25}" "$data/load"
cat >"$data/latchkey.toml" <<'TOML'
[network]
cleartext-sign-in = ["127.0.0.0/8"]
max-connections-per-address = 50000
[log]
level = "warn"
[listeners]
imap = { address = "127.0.0.1", port = 0 }
imaps = { address = "127.0.0.1", port = 0 }
submission = { address = "127.0.0.1", port = 0 }
submissions = { address = "127.0.0.1", port = 0 }
https = { address = "127.0.0.1", port = 0 }
ldap = { address = "127.0.0.1", port = 0 }
ldaps = { address = "127.0.0.1", port = 0 }
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
trap 'stop; rm -rf "$data"' EXIT
port() { sed "s/.*\"$1\":\([0-9]*\).*/\1/" "$data/data/ports.json"; }
load() { "$BENCH/signin-load" "$@" -c 32 -P "$server" -l latchkey; }

start
warm=${WARM:-30}
for run in warm count; do
  [ $run = warm ] && how=(-d "$warm") || how=(-d "${SECS:-8}" -w 1 -o "$out")
  load -m imap -p "$(port imap)" -U "$data/load/users" "${how[@]}"
  load -m imap -s tls -p "$(port imaps)" -U "$data/load/users" "${how[@]}"
  load -m smtp -p "$(port submission)" -U "$data/load/users" "${how[@]}"
  load -m smtp -s tls -p "$(port submissions)" -U "$data/load/users" "${how[@]}"
  load -m ldap -p "$(port ldap)" -U "$data/load/users-ldap" "${how[@]}"
  load -m ldap -s tls -p "$(port ldaps)" -U "$data/load/users-ldap" "${how[@]}"
  load -m ldap-rebind -p "$(port ldap)" -U "$data/load/users-ldap" "${how[@]}"
  load -m ldap-rebind -s tls -p "$(port ldaps)" -U "$data/load/users-ldap" "${how[@]}"
  load -m http -s tls -p "$(port https)" -M PROPFIND -R /carddav/ -U "$data/load/users" "${how[@]}"
  load -m http-ka -s tls -p "$(port https)" -M PROPFIND -R /carddav/ -U "$data/load/users" "${how[@]}"
done
stop

if [ "${IDLE:-10000}" -gt 0 ]; then
  start
  load -m imap -s tls -p "$(port imaps)" -U "$data/load/users" -d 20
  "$BENCH/signin-load" idle -m imap -s tls -p "$(port imaps)" -c "${IDLE:-10000}" -d 100 -z 3 \
    -U "$data/load/users" -P "$server" -l latchkey -o "$out"
  stop
fi

if [ -n "$peers" ]; then
  (cd "$BENCH" && CONNS=32 SECS="${SECS:-8}" QUICK=1 bash -c ". ./env.sh; OUT='$out' ./run-all.sh -n 1 -o '$out' $peers")
else
  "$BENCH/summarise.py" "$out"
fi
