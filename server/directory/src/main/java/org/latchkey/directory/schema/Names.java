// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.schema;

/** The names of Latchkey's attribute types and object classes (latchkey.ldif). */
public final class Names {
  public static final String ACCOUNT = "latchkeyAccount";
  public static final String APP_PASSWORD = "latchkeyAppPassword";

  public static final String SERVICE = "latchkeyService";
  public static final String EXPIRES = "latchkeyExpires";
  public static final String NETWORK = "latchkeyNetwork";
  public static final String IDLE_LIMIT = "latchkeyIdleLimit";
  public static final String DISABLED = "latchkeyDisabled";
  public static final String UPSTREAM = "latchkeyUpstream";
  public static final String UPSTREAM_SECRET = "latchkeyUpstreamSecret";
  public static final String TOTP = "latchkeyTotp";
  public static final String PASSKEY = "latchkeyPasskey";
  public static final String RECOVERY_CODE = "latchkeyRecoveryCode";
  public static final String SECRET_MADE = "latchkeySecretMade";
  public static final String MADE_BY = "latchkeyMadeBy";
  public static final String LAST_USED = "latchkeyLastUsed";
  public static final String LAST_ADDRESS = "latchkeyLastAddress";
  public static final String LAST_SERVICE = "latchkeyLastService";
  public static final String LAST_CLIENT = "latchkeyLastClient";
  public static final String REVOKED = "latchkeyRevoked";

  private Names() {}
}
