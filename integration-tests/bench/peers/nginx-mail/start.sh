#!/bin/bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# start.sh [resumption=on|off] [proxy_buffer=4k]. Needs peers/upstream. The password check is the auth_http responder's: a no-op here.
. "$(dirname "$0")/../../env.sh"
export D=$DATA/nginx-mail CERT KEY AUTHHTTP_IMAP AUTHHTTP_SMTP SSL_CACHE=shared:m:10m SSL_TICKETS=on PROXY_BUFFER=${2:-4k}
[ "$1" = off ] && SSL_CACHE=none SSL_TICKETS=off
mkdir -p "$D"
fill "$(dirname "$0")/nginx.conf.in" > "$D/nginx.conf" || exit 1
/usr/sbin/nginx -p /usr/share/nginx -c "$D/nginx.conf" -e "$D/error.log" || exit 1
wait_port 22143 || exit 1
cp "$D/nginx.pid" "$DATA/pid/nginx-mail"
sleep 0.3
cat "$DATA/pid/nginx-mail"
