// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

/** Where a signed-in connection is (RFC 9051 §3.2 to §3.4). */
sealed interface SignedInState {
  record Authenticated() implements SignedInState {}

  /** INBOX is selected, the only mailbox there is. */
  record Selected() implements SignedInState {}

  /** The client waits for news (RFC 2177) until it says DONE. */
  record Idling(SignedInState before, String tag) implements SignedInState {}
}
