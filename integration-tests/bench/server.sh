# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# Sourced by run.sh and relay.sh: makes accounts, and starts and stops a Latchkey of this source tree on free
# ports of loopback, in a folder of its own that is gone afterwards.
# shellcheck shell=bash disable=SC2034 # what is set here is for whoever sources it
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
top=$(cd "$BENCH/../.." && pwd)
work=$(mktemp -d)
users=$work/load/users
server=

# ACCOUNTS EACH [more settings]: loads accounts with app passwords into a fresh data folder.
prepare() {
  "$BENCH/make-ldif.py" "$1" "$2" "$work/load"
  cat >"$work/latchkey.toml" <<'TOML'
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
  printf '%s\n' "${3:-}" >>"$work/latchkey.toml"
  "$top/latchkey" import --config "$work/latchkey.toml" --data "$work/data" --pepper "$work/load/pepper" \
    "$work/load/accounts.ldif"
}
start() {
  rm -f "$work/data/ports.json"
  "$top/latchkey" serve --config "$work/latchkey.toml" --data "$work/data" >"$work/serve.out" 2>&1 &
  server=$!
  for _ in $(seq 600); do
    [ -s "$work/data/ports.json" ] && return
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work/serve.out" >&2
  return 1
}
stop() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
  server=
}
port() { sed "s/.*\"$1\":\([0-9]*\).*/\1/" "$work/data/ports.json"; }
need() { # COMMAND or FILE ...
  for each in "$@"; do
    [[ -e $each ]] || PATH=$PATH:/usr/sbin command -v "$each" >/dev/null || { echo "$each is missing" >&2; exit 1; }
  done
}
