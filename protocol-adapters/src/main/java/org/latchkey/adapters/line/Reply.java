// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** An answer, or a part of one, as octets; most are made once and sent for ever. */
public final class Reply implements Sendable {
  /** Nothing at all. */
  public static final Reply NONE = new Reply(new byte[0]);

  private final byte[] octets;

  private Reply(byte[] octets) {
    this.octets = octets;
  }

  /** Lines without their CRLFs. */
  public static Reply lines(String... lines) {
    return new Reply((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** How many octets it has. */
  public int length() {
    return octets.length;
  }

  /** Writes it. */
  public void writeTo(ByteBuf out) {
    out.writeBytes(octets);
  }

  @Override
  public ByteBuf in(ByteBufAllocator allocator) {
    return allocator.buffer(octets.length).writeBytes(octets);
  }

  @Override
  public String toString() {
    return new String(octets, StandardCharsets.UTF_8);
  }
}
