// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.buffer.ByteBuf;

/**
 * The content of a message in BDAT's chunks (RFC 3030 §2). Their octets are counted, so no line
 * ends them, but text has CRLF for its line ends there too (§3), and what hasn't is smuggled at the
 * next hop. A chunk keeps its length: a CR alone becomes a space, and an LF alone, for which there
 * is no room to mend it, is a breach. A CR that ends a chunk is passed; the next chunk has its LF.
 */
final class ChunkScan {
  private boolean afterCr;

  /** Whether the CR was passed already. */
  private boolean passed;

  private boolean breached;

  /**
   * Moves a part of a chunk from one buffer to the other.
   *
   * @param length how many octets are the chunk's, all of them there
   * @param endsChunk whether they are its last
   * @param endsMessage whether the chunk is the message's last, too
   */
  void pass(ByteBuf in, int length, boolean endsChunk, boolean endsMessage, ByteBuf out) {
    for (int i = 0; i < length && !breached; i++) {
      octet(in.readByte(), out);
    }
    if (endsChunk && afterCr && !breached) {
      if (!passed) {
        out.writeByte(endsMessage ? ' ' : '\r');
      }
      breached = endsMessage && passed;
      passed = true;
    }
    if (endsMessage && endsChunk) {
      afterCr = false;
      passed = false;
    }
  }

  private void octet(byte octet, ByteBuf out) {
    if (afterCr) {
      if (!passed) {
        out.writeByte(octet == '\n' ? '\r' : ' ');
      }
      breached = passed && octet != '\n';
    } else {
      breached = octet == '\n';
    }
    afterCr = octet == '\r';
    passed = false;
    if (!afterCr && !breached) {
      out.writeByte(octet);
    }
  }

  /** Whether an LF or a CR was there that can't be mended. */
  boolean isBreached() {
    return breached;
  }
}
