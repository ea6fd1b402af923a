// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

/** What became of a mail at the relay. */
sealed interface Delivery {
  /** The relay answers for it now. */
  record Sent() implements Delivery {}

  /** The relay will never take it (RFC 5321 §4.2.1, a reply of 5yz). */
  record Refused(String why) implements Delivery {}

  /** The relay doesn't take this one now (4yz); others it may. */
  record Deferred(String why) implements Delivery {}

  /** The connection ended while the relay was being given this one (421, or without a word). */
  record ConnectionLost(String why) implements Delivery {}

  /** The relay takes none now: it is away, or doesn't let this server in. */
  record RelayFailed(String why) implements Delivery {}
}
