// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Words that can be sent. */
public interface Sendable {
  /** A buffer with them, the caller's to release. */
  ByteBuf in(ByteBufAllocator allocator);
}
