// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The controls of a message (RFC 4511 §4.1.11): how many, how long, and which are critical. */
final class ControlsShape {
  /** Proxied authorization: RFC 4370, and the draft of it that some clients still speak. */
  private static final Set<String> ACTING_FOR_ANOTHER =
      Set.of("2.16.840.1.113730.3.4.18", "2.16.840.1.113730.3.4.12");

  private static final int MAX_OID_BYTES = 128;

  private final int maxControls;
  private final int maxValueBytes;
  private final Set<String> known;

  ControlsShape(int maxControls, int maxValueBytes, Set<String> known) {
    this.maxControls = maxControls;
    this.maxValueBytes = maxValueBytes;
    this.known = Set.copyOf(known);
  }

  /**
   * @param controls before the first of them
   * @return whether one is critical and not among the known ones
   */
  boolean check(BerReader controls) {
    boolean unknownCritical = false;
    for (int count = 0; controls.hasNext(); count++) {
      if (count == maxControls) {
        throw new LimitExceededException("too many controls");
      }
      unknownCritical |= checkOne(controls.next(BerReader.SEQUENCE).inside());
    }
    return unknownCritical;
  }

  private boolean checkOne(BerReader control) {
    if (control.next(BerReader.OCTET_STRING).length() > MAX_OID_BYTES) {
      throw new LimitExceededException("a control's type is too long");
    }
    String oid = new String(control.octets(), StandardCharsets.ISO_8859_1);
    boolean critical =
        control.peek() == BerReader.BOOLEAN && control.next(BerReader.BOOLEAN).truth();
    if (control.hasNext() && control.next(BerReader.OCTET_STRING).length() > maxValueBytes) {
      throw new LimitExceededException("a control's value is too long");
    }
    if (control.hasNext()) {
      throw new MalformedPduException("a control of too many parts");
    }
    return (critical || ACTING_FOR_ANOTHER.contains(oid)) && !known.contains(oid);
  }
}
