// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.LineBasedFrameDecoder;

/** Cuts an upstream's words into lines; when it is removed, the next handler gets the rest. */
final class UpstreamLines extends LineBasedFrameDecoder {
  private static final int MAX_LINE_BYTES = 16_384;

  UpstreamLines() {
    super(MAX_LINE_BYTES);
  }

  /** The octet behind the last line; -1 where none has come in. */
  int waitingOctet() {
    ByteBuf rest = internalBuffer();
    return rest.isReadable() ? rest.getByte(rest.readerIndex()) & 0xff : -1;
  }

  /** How many octets have come in behind the last line. */
  int waitingBytes() {
    return actualReadableBytes();
  }
}
