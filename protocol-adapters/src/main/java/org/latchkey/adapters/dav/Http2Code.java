// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

/** The error codes of HTTP/2 that are sent here (RFC 9113 §7). */
final class Http2Code {
  /** Nothing is wrong: what is left of a request isn't wanted (RFC 9113 §8.1). */
  static final long NO_ERROR = 0x0;

  /** Nothing was done for it: the client may send it again on another connection. */
  static final long REFUSED_STREAM = 0x7;

  /** The client makes too much work. */
  static final long ENHANCE_YOUR_CALM = 0xb;

  private Http2Code() {}
}
