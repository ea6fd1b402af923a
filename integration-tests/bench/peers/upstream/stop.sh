#!/bin/bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/../../env.sh"
for n in imap smtp http ai as; do stop_pid "$DATA/pid/up-$n"; done
