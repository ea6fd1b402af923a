// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.directory.server.core.api.partition.PartitionWriteTxn;
import org.jspecify.annotations.Nullable;
import org.latchkey.directory.lmdb.LmdbEnvironment;
import org.latchkey.directory.lmdb.LmdbTransaction;

/**
 * ApacheDS's write transaction. It takes the writer's place when it is first used, since ApacheDS
 * begins some that it never uses or ends. Belongs to one thread.
 */
public final class LmdbWriteTxn extends PartitionWriteTxn {
  private final LmdbEnvironment environment;
  private final List<LongConsumer> afterCommit = new ArrayList<>();
  private @Nullable LmdbTransaction txn;
  private boolean closed;

  LmdbWriteTxn(LmdbEnvironment environment) {
    this.environment = environment;
  }

  /** Runs once the change is on disk, in the order of these calls, with the version it made. */
  public void afterCommit(LongConsumer action) {
    afterCommit.add(action);
  }

  EntryTree tree() {
    return new EntryTree(records());
  }

  /** The records themselves, for what is no entry. */
  public LmdbTransaction records() {
    if (txn == null) {
      txn = environment.write();
    }
    return txn;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /**
   * @throws IOException when it can't be written: the disk or the map is full. Only this and an
   *     LdapException are a refused operation to ApacheDS
   */
  @Override
  public void commit() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (txn != null) {
      long version = txn.version();
      try {
        txn.commit();
      } catch (RuntimeException e) {
        throw new IOException(LmdbPartition.failed(e), e);
      }
      afterCommit.forEach(action -> action.accept(version));
    }
  }

  @Override
  public void abort() {
    if (!closed) {
      closed = true;
      if (txn != null) {
        txn.close();
      }
    }
  }

  @Override
  public void close() {
    abort();
  }
}
