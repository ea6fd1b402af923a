// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.AccountEvent;
import org.latchkey.core.audit.HistoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.directory.partition.EntryTree;
import org.latchkey.directory.partition.LmdbPartition;

/** The histories of accounts, each beside its account's entry and gone with it. */
final class EmbeddedHistory implements HistoryStore {
  private final LmdbPartition partition;

  EmbeddedHistory(LmdbPartition partition) {
    this.partition = partition;
  }

  @Override
  public List<AccountEvent> read(AccountId account) {
    try {
      Optional<byte[]> stored =
          partition.read(
              tree -> {
                OptionalLong id = EmbeddedStore.entryId(tree, account.value());
                return id.isEmpty() ? Optional.empty() : tree.history(id.getAsLong());
              });
      return stored.map(HistoryText::parse).orElseGet(List::of);
    } catch (RuntimeException e) {
      throw new DirectoryUnavailableException("the directory's database failed", e);
    }
  }

  @Override
  public void write(Map<AccountId, List<AccountEvent>> histories) {
    try {
      partition.write(tree -> histories.forEach((account, events) -> put(tree, account, events)));
    } catch (RuntimeException e) {
      throw new DirectoryUnavailableException("the directory's database failed", e);
    }
  }

  private static void put(EntryTree tree, AccountId account, List<AccountEvent> events) {
    EmbeddedStore.entryId(tree, account.value())
        .ifPresent(id -> tree.putHistory(id, HistoryText.format(events)));
  }
}
