// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import org.apache.directory.server.core.api.partition.PartitionReadTxn;
import org.latchkey.directory.lmdb.LmdbEnvironment;
import org.latchkey.directory.lmdb.LmdbTransaction;

/** ApacheDS's read transaction: one snapshot. */
public final class LmdbReadTxn extends PartitionReadTxn {
  private final LmdbTransaction txn;
  private boolean closed;

  LmdbReadTxn(LmdbEnvironment environment) {
    this.txn = environment.read();
  }

  EntryTree tree() {
    return new EntryTree(txn);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      txn.close();
    }
  }
}
