// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import org.latchkey.adapters.line.Reply;

/** What a reply that the server owes is to. */
sealed interface Awaited {
  /** A command whose reply passes as it is. */
  record Command() implements Awaited {}

  /** EHLO, whose reply says what the server can do. */
  record Hello() implements Awaited {}

  /** DATA: the content follows once it was allowed. */
  record Data() implements Awaited {}

  /** NOOP, which stood in for a command that doesn't pass: the client hears this instead. */
  record Refused(Reply reply) implements Awaited {}
}
