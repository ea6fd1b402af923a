// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** POP3 (RFC 1939, RFC 2449, RFC 2595, RFC 5034) as far as the sign-in. */
@NullMarked
package org.latchkey.adapters.pop3;

import org.jspecify.annotations.NullMarked;
