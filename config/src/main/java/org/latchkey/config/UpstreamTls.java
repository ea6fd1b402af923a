// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/** How a connection to an upstream is encrypted. There is no falling back from one to another. */
public enum UpstreamTls {
  /** TLS from the first byte on (RFC 8314). */
  IMPLICIT,
  /** In clear text first, TLS by the protocol's own command; without it there is no sign-in. */
  STARTTLS,
  /** In clear text: for an upstream on this machine or behind a tunnel. */
  NONE
}
