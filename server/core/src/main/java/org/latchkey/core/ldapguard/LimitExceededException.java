// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that holds more than is allowed, in a message that can be told from the next: a port
 * may answer it and go on (adminLimitExceeded, RFC 4511 §A.2).
 */
public final class LimitExceededException extends MalformedPduException {
  @Serial private static final long serialVersionUID = 1L;

  private transient LdapGuard.@Nullable Checked request;

  LimitExceededException(String message) {
    super(message);
  }

  LimitExceededException of(int messageId, LdapOperation operation) {
    request = new LdapGuard.Checked(messageId, operation, false);
    return this;
  }

  /** Which request it is. */
  public LdapGuard.Checked request() {
    return Objects.requireNonNull(request);
  }
}
