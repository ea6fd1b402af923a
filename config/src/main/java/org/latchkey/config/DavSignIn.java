// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/** How the gateway signs in to a DAV upstream. */
public enum DavSignIn {
  /** By a header field that names the user, which the upstream takes on trust. */
  REMOTE_USER,
  /** With the account's fixed secret (RFC 7617). */
  BASIC,
  /** With a token that this server signs (RFC 6750). */
  BEARER,
  /** Not at all: the upstream asks for nothing. */
  NONE
}
