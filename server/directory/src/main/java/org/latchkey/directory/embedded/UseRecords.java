// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.password.LastUse;
import org.latchkey.core.password.Tag;
import org.latchkey.directory.partition.EntryTree;
import org.latchkey.directory.partition.StoredEntry;
import org.latchkey.directory.schema.GeneralizedTimes;
import org.latchkey.directory.schema.Names;
import org.latchkey.directory.schema.Oids;

/** Writes last uses into the records of app passwords. None of what it writes is indexed. */
final class UseRecords {
  private UseRecords() {}

  static void write(EntryTree tree, Collection<UseRecord> uses) {
    for (UseRecord use : uses) {
      byte[] uuid = use.appPassword().toString().getBytes(StandardCharsets.US_ASCII);
      for (long id : tree.indexed(Oids.ENTRY_UUID, uuid)) {
        tree.get(id).ifPresent(entry -> tree.replace(id, changed(entry, use)));
      }
    }
  }

  private static StoredEntry changed(StoredEntry entry, UseRecord use) {
    LastUse last = use.lastUse();
    StoredEntry changed =
        entry
            .withText(Oids.LAST_USED, Names.LAST_USED, GeneralizedTimes.format(last.time()))
            .withText(Oids.LAST_ADDRESS, Names.LAST_ADDRESS, last.address())
            .withText(Oids.LAST_SERVICE, Names.LAST_SERVICE, last.service().id());
    if (!last.client().isEmpty()) {
      changed = changed.withText(Oids.LAST_CLIENT, Names.LAST_CLIENT, last.client());
    }
    return use.renewedTag().isPresent() ? renewed(changed, use.renewedTag().get()) : changed;
  }

  /** A tag under an older pepper gives way; one under the current pepper is of a newer secret. */
  private static StoredEntry renewed(StoredEntry entry, Tag tag) {
    List<String> stored = entry.texts(Oids.USER_PASSWORD);
    boolean older =
        !stored.isEmpty()
            && Tag.parse(stored.getFirst()).filter(old -> !old.kid().equals(tag.kid())).isPresent();
    return older ? entry.withOctets(Oids.USER_PASSWORD, "userPassword", tag.stored()) : entry;
  }
}
