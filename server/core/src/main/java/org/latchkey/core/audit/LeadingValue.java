// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The value that a distinguished name begins with: an app password's label, a login name. */
public final class LeadingValue {
  private static final String ENDS = ",+;";

  private LeadingValue() {}

  /** The value of the first attribute, its escapes undone (RFC 4514 §2.4); empty without one. */
  public static String of(String dn) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    byte[] octets = dn.getBytes(StandardCharsets.UTF_8);
    int at = dn.indexOf('=') < 0 ? octets.length : 0;
    while (at < octets.length && octets[at++] != '=') {}
    while (at < octets.length && ENDS.indexOf(octets[at]) < 0) {
      if (octets[at] != '\\' || at + 1 == octets.length) {
        value.write(octets[at++]);
      } else if (at + 2 < octets.length
          && HexFormat.isHexDigit(octets[at + 1])
          && HexFormat.isHexDigit(octets[at + 2])) {
        value.write(
            HexFormat.fromHexDigit(octets[at + 1]) << 4 | HexFormat.fromHexDigit(octets[at + 2]));
        at += 3;
      } else {
        value.write(octets[at + 1]);
        at += 2;
      }
    }
    return value.toString(StandardCharsets.UTF_8);
  }
}
