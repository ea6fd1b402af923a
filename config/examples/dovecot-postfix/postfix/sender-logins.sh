#!/bin/sh
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0

# Prints sender-logins with everybody's addresses, aliases too, as Latchkey's directory has them now. Run it
# when an address was added or taken away, or by cron (ldapsearch is in ldap-utils):
#   ./sender-logins.sh dc=example,dc=org /var/lib/latchkey/admin-password >new &&
#     mv new /etc/postfix/sender-logins && postfix reload
# A third argument is the admin LDAP port's URL.
base=$1
password=$2
url=${3:-ldap://127.0.0.1:10389}

people=$(ldapsearch -LLL -o ldif-wrap=no -x -H "$url" -D "cn=admin,$base" -y "$password" \
  -b "ou=people,$base" '(objectClass=latchkeyAccount)' uid mail) || exit 1

echo "# Who may send as an address: whoever has it, then whoever signs in with it."
printf '%s\n\n' "$people" | awk '
  /^(uid|mail): / { value = $0; sub(/^[a-z]+: /, "", value); logins = logins " " value }
  /^mail: / { mails[++count] = value }
  /^$/ {
    for (i = 1; i <= count; i++) {
      address = mails[i]
      gsub(/[^A-Za-z0-9@_-]/, "\\\\&", address)
      print "/^" address "$/" logins
    }
    count = 0
    logins = ""
  }'
echo '/^(.+)$/ ${1}'
