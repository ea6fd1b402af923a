// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.latchkey.core.ldapguard.BerReader;
import org.latchkey.core.ldapguard.MalformedPduException;

/** The value that a distinguished name begins with: an app password's label, a login name. */
public final class LeadingValue {
  private static final String ENDS = ",+;";

  private LeadingValue() {}

  /**
   * The value of the first attribute, its escapes undone (RFC 4514 §2.4), or what it is in BER;
   * empty without one.
   */
  public static String of(String dn) {
    int equals = dn.indexOf('=');
    if (equals < 0) {
      return "";
    }
    byte[] octets = dn.substring(equals + 1).getBytes(StandardCharsets.UTF_8);
    int at = 0;
    while (at < octets.length && octets[at] == ' ') {
      at++;
    }
    return at < octets.length && octets[at] == '#' ? ofBer(octets, at + 1) : ofText(octets, at);
  }

  private static String ofText(byte[] octets, int from) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    int length = 0;
    int at = from;
    while (at < octets.length && ENDS.indexOf(octets[at]) < 0) {
      boolean space = octets[at] == ' ';
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
      // Spaces that weren't escaped belong to the separator behind them.
      length = space ? length : value.size();
    }
    return new String(value.toByteArray(), 0, length, StandardCharsets.UTF_8);
  }

  private static String ofBer(byte[] octets, int from) {
    int to = from;
    while (to < octets.length && HexFormat.isHexDigit(octets[to])) {
      to++;
    }
    String digits = new String(octets, from, to - from, StandardCharsets.US_ASCII);
    try {
      BerReader ber = BerReader.over(ByteBuffer.wrap(HexFormat.of().parseHex(digits)));
      ber.next();
      return new String(ber.octets(), StandardCharsets.UTF_8);
    } catch (MalformedPduException | IllegalArgumentException e) {
      return "#" + digits;
    }
  }
}
