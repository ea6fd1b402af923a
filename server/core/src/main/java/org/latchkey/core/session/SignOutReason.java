// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.session;

import java.util.Locale;

/** Why the server ends a live session. */
public enum SignOutReason {
  REVOKED,
  SECRET_REPLACED,
  EXPIRED,
  SERVICE_REMOVED,
  NETWORK_REMOVED,
  ACCOUNT_DISABLED,
  /** Its account is no longer an admin's. */
  ADMIN_RIGHTS_TAKEN,
  ACCOUNT_DELETED,
  /** The account's owner ended it; its app password is still good. */
  SIGNED_OUT_BY_OWNER,
  SERVER_STOPPING;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in the log and the metrics. */
  public String id() {
    return id;
  }
}
