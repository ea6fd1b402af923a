// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** IMAP (RFC 9051, RFC 3501): sign-in, and an empty mailbox until an upstream is there. */
@NullMarked
package org.latchkey.adapters.imap;

import org.jspecify.annotations.NullMarked;
