// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.line.Sendable;

/**
 * What one command is answered with: what stands before the tag, the tag, and what stands behind
 * it.
 *
 * @param tag empty where the answer has no tagged line
 */
record Answer(Reply untagged, String tag, Reply tagged) implements Sendable {
  static Answer untagged(Reply reply) {
    return new Answer(reply, "", Reply.NONE);
  }

  static Answer tagged(String tag, Reply reply) {
    return new Answer(Reply.NONE, tag, reply);
  }

  @Override
  public ByteBuf in(ByteBufAllocator allocator) {
    ByteBuf out = allocator.buffer(untagged.length() + tag.length() + 1 + tagged.length());
    untagged.writeTo(out);
    if (!tag.isEmpty()) {
      ByteBufUtil.writeAscii(out, tag);
      out.writeByte(' ');
      tagged.writeTo(out);
    }
    return out;
  }

  @Override
  public String toString() {
    return tag.isEmpty() ? untagged.toString() : untagged + tag + " " + tagged;
  }
}
