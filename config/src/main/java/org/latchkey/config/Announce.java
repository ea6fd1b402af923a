// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/** How an upstream is told where the client is. */
public enum Announce {
  /** By an ID command (RFC 2971) with {@code x-originating-ip}, as Dovecot's proxies do: IMAP. */
  ID,
  /** By a PROXY protocol header, version 2, in front of everything else. */
  PROXY,
  /** Not at all; XCLIENT says it by itself. */
  NONE
}
