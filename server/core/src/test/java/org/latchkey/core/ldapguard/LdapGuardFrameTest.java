// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latchkey.core.ldapguard.Ber.bind;
import static org.latchkey.core.ldapguard.Ber.buffer;
import static org.latchkey.core.ldapguard.Ber.bytes;
import static org.latchkey.core.ldapguard.Ber.element;
import static org.latchkey.core.ldapguard.Ber.join;
import static org.latchkey.core.ldapguard.Ber.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LdapGuardFrameTest {
  private final LdapGuard guard = new LdapGuard(LdapGuard.Limits.beforeBind());

  @Test
  void lengthIsKnownOnceItsOctetsAreThere() {
    byte[] pdu = message(1, bind("uid=alice,ou=people,dc=example,dc=org", "x".repeat(100)));
    assertEquals(-1, guard.frame(buffer(new byte[0])));
    int known = 4;
    for (int octets = 1; octets <= pdu.length; octets++) {
      int expected = octets < known ? -1 : pdu.length;
      assertEquals(expected, guard.frame(buffer(Arrays.copyOf(pdu, octets))));
    }
  }

  @Test
  void framesFromThePositionAndLeavesIt() {
    byte[] pdu = message(1, bind("", ""));
    ByteBuffer two = buffer(join(bytes(0, 0, 0), pdu, pdu)).position(3);
    assertEquals(pdu.length, guard.frame(two));
    assertEquals(3, two.position());
  }

  @Test
  void lengthMayBeWrittenInMoreOctetsThanItNeeds() {
    assertEquals(6 + 7, guard.frame(buffer(bytes(0x30, 0x84, 0, 0, 0, 7))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x04, 0x16, 0x31, 0x47, 0x50, 0x60, 0xff})
  void otherFirstOctetIsRefusedAtOnce(int first) {
    assertThrows(MalformedPduException.class, () -> guard.frame(buffer(bytes(first))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0x85, 0x88, 0xfe, 0xff})
  void indefiniteOrOverLongLengthIsRefusedAtOnce(int length) {
    assertThrows(MalformedPduException.class, () -> guard.frame(buffer(bytes(0x30, length))));
  }

  @Test
  void lengthOverTheLimitIsRefusedBeforeTheOctetsCome() {
    assertEquals(65_536, guard.frame(buffer(bytes(0x30, 0x82, 0xff, 0xfc))));
    assertThrows(
        MalformedPduException.class, () -> guard.frame(buffer(bytes(0x30, 0x82, 0xff, 0xfd))));
    assertThrows(
        MalformedPduException.class,
        () -> guard.frame(buffer(bytes(0x30, 0x84, 0xff, 0xff, 0xff, 0xff))));
  }

  @Test
  void moreIsTakenAfterABind() {
    byte[] large = element(0x30, new byte[100_000]);
    LdapGuard bound = new LdapGuard(LdapGuard.Limits.afterBind());
    assertEquals(large.length, bound.frame(buffer(large)));
    assertThrows(MalformedPduException.class, () -> guard.frame(buffer(large)));
  }
}
