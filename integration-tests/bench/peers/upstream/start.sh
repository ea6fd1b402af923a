#!/bin/bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
# The trivial upstream of every proxy: no-op IMAP, SMTP and HTTP servers, and two auth_http responders for nginx.
. "$(dirname "$0")/../../env.sh"
run() { "$LOAD" serve "$@" </dev/null >/dev/null 2>&1 & echo $! > "$DATA/pid/up-$NAME"; echo $!; }
NAME=imap run -m imap -p $UP_IMAP
NAME=smtp run -m smtp -p $UP_SMTP
NAME=http run -m http -p $UP_HTTP
NAME=ai run -m authhttp -p $AUTHHTTP_IMAP -A $UP_IMAP
NAME=as run -m authhttp -p $AUTHHTTP_SMTP -A $UP_SMTP
for p in $UP_IMAP $UP_SMTP $UP_HTTP $AUTHHTTP_IMAP $AUTHHTTP_SMTP; do wait_port $p; done
