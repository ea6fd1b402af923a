#!/bin/bash
# SPDX-FileCopyrightText: The Latchkey authors
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/../../env.sh"
stop_pid "$DATA/pid/nginx-mail"
