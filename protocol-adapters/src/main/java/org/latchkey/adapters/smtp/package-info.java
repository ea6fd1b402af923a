// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** SMTP submission (RFC 6409, RFC 5321, RFC 4954, RFC 3207): sign-in, and no mail yet. */
@NullMarked
package org.latchkey.adapters.smtp;

import org.jspecify.annotations.NullMarked;
