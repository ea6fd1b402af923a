// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class SecretOutputTest {
  @Test
  void octetsStayInOrderWhileItGrows() throws Exception {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (SecretOutput out = new SecretOutput()) {
      for (int i = 0; i < 3000; i++) {
        byte[] some = {(byte) i, (byte) (i >> 8), 1};
        expected.write(some);
        expected.write(i);
        out.write(some);
        out.write(i);
      }
      byte[] large = new byte[50_000];
      large[49_999] = 7;
      expected.write(large);
      out.write(large);
      assertArrayEquals(expected.toByteArray(), out.take());
      assertEquals(0, out.take().length);
    }
  }
}
