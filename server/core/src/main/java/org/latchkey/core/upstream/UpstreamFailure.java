// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.upstream;

import java.util.Locale;

/** Why an upstream couldn't take a signed-in connection over. */
public enum UpstreamFailure {
  /** The account's entry or the settings lack what is needed, such as its user name there. */
  NOT_CONFIGURED,
  /** No connection could be made. */
  UNREACHABLE,
  /** It took too long. */
  TIMEOUT,
  /** TLS failed, the certificate being wrong among it. */
  TLS,
  /** It refused the sign-in that Latchkey made for the account. */
  REFUSED,
  /** It said what the protocol doesn't know, or ended the connection. */
  PROTOCOL;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in the log and the metrics. */
  public String id() {
    return id;
  }
}
