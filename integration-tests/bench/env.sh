# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# Sourced by every script: it builds the load generator. All data of the peers lies under $DATA, all sockets are
# loopback, all ports > 20000.
BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
BUILT=$(dirname "$BENCH")/target/bench
DATA=${DATA:-$BUILT/data}
CERT=$DATA/tls/cert.pem KEY=$DATA/tls/key.pem
LOAD=$BUILT/signin-load
make -s -C "$BENCH/load" >&2 || exit 1
ulimit -n "$(ulimit -Hn)"
mkdir -p "$DATA/tls" "$DATA/pid"
chmod 755 "$DATA" "$DATA/tls"
if [ ! -f "$CERT" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$KEY" -out "$CERT" -days 3650 \
    -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' 2>/dev/null
fi
UP_IMAP=29143 UP_SMTP=29025 UP_HTTP=29090 AUTHHTTP_IMAP=29080 AUTHHTTP_SMTP=29081

wait_port() { # PORT [tries of 0.1 s]
  for _ in $(seq "${2:-100}"); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0; sleep 0.1; done
  echo "port $1 does not answer" >&2; return 1
}
stop_pid() { # PIDFILE [signal]
  [ -s "$1" ] || return 0
  local p; p=$(cat "$1"); kill "-${2:-TERM}" $p 2>/dev/null
  for _ in $(seq 100); do kill -0 $p 2>/dev/null || break; sleep 0.1; done
  rm -f "$1"
}
fill() { # TEMPLATE: replaces @NAME@ by the variables of that name
  perl -pe 's/@([A-Z_0-9]+)@/defined $ENV{$1} ? $ENV{$1} : die "no \$$1\n"/ge' "$1"
}
