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
  ACCOUNT_DELETED,
  SERVER_STOPPING;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in the log and the metrics. */
  public String id() {
    return id;
  }
}
