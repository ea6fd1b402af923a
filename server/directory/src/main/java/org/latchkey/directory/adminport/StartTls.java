// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Knows a StartTLS request (RFC 4511 §4.14) by its name's octets. */
final class StartTls {
  private static final byte[] OID = "1.3.6.1.4.1.1466.20037".getBytes(StandardCharsets.US_ASCII);

  private StartTls() {}

  static boolean isAskedFor(ByteBuffer extendedRequest) {
    for (int at = 0; at <= extendedRequest.limit() - OID.length; at++) {
      if (extendedRequest.slice(at, OID.length).equals(ByteBuffer.wrap(OID))) {
        return true;
      }
    }
    return false;
  }
}
