// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.lmdb;

import java.nio.ByteBuffer;

/**
 * The native memory that one transaction hands keys and values to LMDB in. LMDB copies what it is
 * given before a call returns, so one buffer of each kind serves all calls; transactions hand them
 * on to one another, since taking native memory anew costs more than most reads. Belongs to one
 * thread at a time.
 */
final class Buffers {
  private static final int FIRST_VALUE_BYTES = 4096;

  private final ByteBuffer key = ByteBuffer.allocateDirect(LmdbEnvironment.MAX_KEY_BYTES);
  private final ByteBuffer prefix = ByteBuffer.allocateDirect(LmdbEnvironment.MAX_KEY_BYTES);
  private ByteBuffer value = ByteBuffer.allocateDirect(FIRST_VALUE_BYTES);

  ByteBuffer key(byte[] octets) {
    return key.clear().put(octets).flip();
  }

  /** Where a scan begins: apart from the key, so that the scan's visitor may read. */
  ByteBuffer prefix(byte[] octets) {
    return prefix.clear().put(octets).flip();
  }

  ByteBuffer value(byte[] octets) {
    if (value.capacity() < octets.length) {
      value = ByteBuffer.allocateDirect(2 * octets.length);
    }
    return value.clear().put(octets).flip();
  }
}
