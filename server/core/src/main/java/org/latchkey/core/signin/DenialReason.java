// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import java.util.Locale;

/** Why a sign-in was denied: for the log and the metrics. On the wire they are all the same. */
public enum DenialReason {
  UNKNOWN_ACCOUNT,
  NOT_AN_APP_PASSWORD,
  WRONG_PASSWORD,
  REVOKED,
  ACCOUNT_DISABLED,
  EXPIRED,
  IDLE_TOO_LONG,
  WRONG_SERVICE,
  /** An app password for the admin port, of an account that is no admin's, or no longer. */
  NOT_AN_ADMIN,
  WRONG_NETWORK;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in the log and the metrics. */
  public String id() {
    return id;
  }
}
