// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

import java.nio.ByteBuffer;

/**
 * The shape of a whole message: every length inside its parent's, and no more nesting and elements
 * than allowed. Walked with a stack of its own, so that no input can exhaust the thread's.
 */
final class BerShape {
  private final int maxDepth;
  private final int maxElements;

  BerShape(int maxDepth, int maxElements) {
    this.maxDepth = maxDepth;
    this.maxElements = maxElements;
  }

  void check(ByteBuffer pdu) {
    BerReader[] levels = new BerReader[maxDepth + 1];
    int depth = 0;
    int elements = 0;
    levels[0] = BerReader.over(pdu);
    while (depth >= 0) {
      BerReader level = levels[depth];
      if (!level.hasNext()) {
        depth--;
        continue;
      }
      level.next();
      if (++elements > maxElements) {
        throw new LimitExceededException("too many elements");
      }
      if (level.isConstructed()) {
        if (depth == maxDepth) {
          throw new LimitExceededException("nested too deep");
        }
        levels[++depth] = level.inside();
      }
    }
  }
}
