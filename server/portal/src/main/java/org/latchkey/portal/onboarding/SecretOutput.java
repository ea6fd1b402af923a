// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.io.OutputStream;
import java.util.Arrays;

/** Gathers octets among which are secret ones, and leaves no copy behind. */
final class SecretOutput extends OutputStream {
  private byte[] octets = new byte[4096];
  private int length;

  @Override
  public void write(int octet) {
    room(1);
    octets[length++] = (byte) octet;
  }

  @Override
  public void write(byte[] from, int offset, int count) {
    room(count);
    System.arraycopy(from, offset, octets, length, count);
    length += count;
  }

  private void room(int more) {
    if (octets.length - length < more) {
      byte[] small = octets;
      octets = Arrays.copyOf(small, Math.max(2 * small.length, length + more));
      Arrays.fill(small, (byte) 0);
    }
  }

  /** All octets, which the caller wipes; what was gathered here is wiped. */
  byte[] take() {
    byte[] all = Arrays.copyOf(octets, length);
    close();
    return all;
  }

  @Override
  public void close() {
    Arrays.fill(octets, (byte) 0);
    length = 0;
  }
}
