// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

/** How TLS comes about on a port. */
public enum Security {
  /** In clear text first; the client asks for TLS (RFC 3207, RFC 9051 §6.2.1, RFC 4511 §4.14). */
  STARTTLS,
  /** From the first byte on (RFC 8314). */
  IMPLICIT_TLS
}
