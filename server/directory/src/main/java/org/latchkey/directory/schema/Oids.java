// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.schema;

/** The object identifiers of the attribute types and object classes that are looked at. */
public final class Oids {
  public static final String OBJECT_CLASS = "2.5.4.0";
  public static final String CN = "2.5.4.3";
  public static final String UID = "0.9.2342.19200300.100.1.1";
  public static final String MAIL = "0.9.2342.19200300.100.1.3";
  public static final String MEMBER = "2.5.4.31";
  public static final String UNIQUE_MEMBER = "2.5.4.50";
  public static final String USER_PASSWORD = "2.5.4.35";
  public static final String ENTRY_UUID = "1.3.6.1.1.16.4";
  public static final String CREATE_TIMESTAMP = "2.5.18.1";

  /** The password policy's list of old passwords, which nothing here keeps. */
  public static final String PASSWORD_HISTORY = "1.3.6.1.4.1.42.2.27.8.1.20";

  /** ApacheDS's own private keys, which are no business of a directory of accounts. */
  public static final String PRIVATE_KEY = "1.3.6.1.4.1.18060.0.4.1.2.40";

  /** Latchkey's own arc, made of a UUID (X.667). */
  private static final String ARC = "2.25.144950675249250853950670104022528974113";

  public static final String SERVICE = ARC + ".1.1";
  public static final String EXPIRES = ARC + ".1.2";
  public static final String NETWORK = ARC + ".1.3";
  public static final String IDLE_LIMIT = ARC + ".1.4";
  public static final String DISABLED = ARC + ".1.5";
  public static final String SECRET_MADE = ARC + ".1.6";
  public static final String MADE_BY = ARC + ".1.7";
  public static final String LAST_USED = ARC + ".1.8";
  public static final String LAST_ADDRESS = ARC + ".1.9";
  public static final String LAST_SERVICE = ARC + ".1.10";
  public static final String LAST_CLIENT = ARC + ".1.11";
  public static final String REVOKED = ARC + ".1.12";
  public static final String UPSTREAM = ARC + ".1.13";
  public static final String UPSTREAM_SECRET = ARC + ".1.14";
  public static final String TOTP = ARC + ".1.15";
  public static final String PASSKEY = ARC + ".1.16";
  public static final String RECOVERY_CODE = ARC + ".1.17";

  private Oids() {}
}
