// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

/**
 * The octets are no LDAP message that this server reads. Its message is one of a few fixed ones,
 * with nothing of the client's in it; it has no stack trace, so that a flood of them costs little.
 */
public sealed class MalformedPduException extends RuntimeException permits LimitExceededException {
  private static final long serialVersionUID = 1L;

  public MalformedPduException(String message) {
    super(message, null, false, false);
  }
}
