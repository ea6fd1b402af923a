// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.latchkey.directory.lmdb.LmdbMap;
import org.latchkey.directory.lmdb.LmdbTransaction;
import org.latchkey.directory.partition.StoredEntry.Octets;

/**
 * The entries of one transaction, as a tree with indexes. Knows nothing of schemas: names and
 * values come normalised.
 */
public final class EntryTree {
  private static final byte[] NOTHING = {1};

  private final LmdbTransaction txn;

  public EntryTree(LmdbTransaction txn) {
    this.txn = txn;
  }

  /** An indexed value: the attribute's OID and the value, normalised. */
  record IndexedValue(String oid, Octets value) {
    byte[] prefix() {
      return Keys.indexed(oid, value.raw());
    }
  }

  /** The version that is read or, for a writer, made. */
  public long version() {
    return txn.version();
  }

  public Optional<StoredEntry> get(long id) {
    byte[] record = txn.get(LmdbMap.ENTRIES, Keys.id(id));
    return record == null ? Optional.empty() : Optional.of(StoredEntry.decode(record));
  }

  /** The entry that must be there: it was just found. */
  StoredEntry require(long id) {
    return get(id).orElseThrow(() -> new IllegalStateException("entry " + id + " is missing"));
  }

  /**
   * The entry below the suffix with these names.
   *
   * @param normalisedRdns from the suffix's child downwards; none means the suffix itself
   */
  public OptionalLong find(List<String> normalisedRdns) {
    if (txn.get(LmdbMap.ENTRIES, Keys.id(Keys.SUFFIX)) == null) {
      return OptionalLong.empty();
    }
    long id = Keys.SUFFIX;
    for (String rdn : normalisedRdns) {
      byte[] child = txn.get(LmdbMap.TREE, Keys.child(id, rdn));
      if (child == null) {
        return OptionalLong.empty();
      }
      id = Keys.id(child);
    }
    return OptionalLong.of(id);
  }

  /** What has happened to an entry, as it was put; empty where nothing was. */
  public Optional<byte[]> history(long id) {
    return Optional.ofNullable(txn.get(LmdbMap.HISTORY, Keys.id(id)));
  }

  /** Puts a history in the place of the one there is; it goes with its entry. */
  public void putHistory(long id, byte[] history) {
    txn.put(LmdbMap.HISTORY, Keys.id(id), history);
  }

  /** The ids of all entries. */
  List<Long> ids() {
    List<Long> ids = new ArrayList<>();
    txn.scan(LmdbMap.ENTRIES, new byte[0], (key, value) -> ids.add(Keys.id(key)));
    return ids;
  }

  /** The ids of the entries right below. */
  public List<Long> children(long id) {
    List<Long> children = new ArrayList<>();
    txn.scan(LmdbMap.TREE, Keys.id(id), (key, value) -> children.add(Keys.id(value)));
    return children;
  }

  /** The ids of the entries with this value of an indexed attribute. */
  public List<Long> indexed(String oid, byte[] normalisedValue) {
    List<Long> ids = new ArrayList<>();
    byte[] prefix = Keys.indexed(oid, normalisedValue);
    txn.scan(LmdbMap.INDEX, prefix, (key, value) -> ids.add(Keys.indexedId(key)));
    return ids;
  }

  /** Whether references have been indexed since the index of them is kept. */
  boolean hasReferences() {
    return txn.get(LmdbMap.META, Keys.REFERENCES) != null;
  }

  /** Indexes more of an entry that has been there before. */
  void indexMore(long id, Collection<IndexedValue> indexed) {
    index(id, indexed);
  }

  void referencesAreIndexed() {
    txn.put(LmdbMap.META, Keys.REFERENCES, NOTHING);
  }

  /** Whether the entry is this ancestor or hangs somewhere below it. */
  boolean isWithin(long id, long ancestor) {
    for (long at = id; at != Keys.ABOVE; at = require(at).parent()) {
      if (at == ancestor) {
        return true;
      }
    }
    return false;
  }

  /** The distinguished name as it was spelt, the suffix included. */
  public String dn(long id, String suffix) {
    StringBuilder dn = new StringBuilder();
    for (long at = id; at != Keys.SUFFIX; ) {
      StoredEntry entry = require(at);
      dn.append(entry.rdn()).append(',');
      at = entry.parent();
    }
    return dn.append(suffix).toString();
  }

  /** The suffix itself, as the first entry. */
  void addSuffix(StoredEntry entry, Collection<IndexedValue> indexed) {
    put(Keys.SUFFIX, entry);
    index(Keys.SUFFIX, indexed);
  }

  long add(String normalisedRdn, StoredEntry entry, Collection<IndexedValue> indexed) {
    byte[] next = txn.get(LmdbMap.META, Keys.NEXT_ID);
    long id = next == null ? Keys.FIRST : Keys.id(next);
    txn.put(LmdbMap.META, Keys.NEXT_ID, Keys.id(id + 1));
    txn.put(LmdbMap.TREE, Keys.child(entry.parent(), normalisedRdn), Keys.id(id));
    put(id, entry);
    index(id, indexed);
    countChildren(entry.parent(), 1);
    return id;
  }

  void remove(long id, String normalisedRdn, Collection<IndexedValue> indexed) {
    StoredEntry entry = require(id);
    unindex(id, indexed);
    txn.delete(LmdbMap.ENTRIES, Keys.id(id));
    txn.delete(LmdbMap.HISTORY, Keys.id(id));
    if (id != Keys.SUFFIX) {
      txn.delete(LmdbMap.TREE, Keys.child(entry.parent(), normalisedRdn));
      countChildren(entry.parent(), -1);
    }
  }

  void replace(
      long id,
      StoredEntry changed,
      Collection<IndexedValue> before,
      Collection<IndexedValue> after) {
    unindex(id, before);
    put(id, changed);
    index(id, after);
  }

  /** Puts another record in an entry's place, in which nothing indexed has changed. */
  public void replace(long id, StoredEntry changed) {
    put(id, changed);
  }

  /** Hangs an entry elsewhere, or under another name, with all that is below it. */
  void relocate(long id, String oldRdn, String newRdn, StoredEntry moved) {
    long oldParent = require(id).parent();
    txn.delete(LmdbMap.TREE, Keys.child(oldParent, oldRdn));
    txn.put(LmdbMap.TREE, Keys.child(moved.parent(), newRdn), Keys.id(id));
    put(id, moved);
    if (oldParent != moved.parent()) {
      countChildren(oldParent, -1);
      countChildren(moved.parent(), 1);
    }
  }

  private void put(long id, StoredEntry entry) {
    txn.put(LmdbMap.ENTRIES, Keys.id(id), entry.encode());
  }

  private void index(long id, Collection<IndexedValue> values) {
    for (IndexedValue value : values) {
      txn.put(LmdbMap.INDEX, Keys.indexed(value.prefix(), id), NOTHING);
    }
  }

  private void unindex(long id, Collection<IndexedValue> values) {
    for (IndexedValue value : values) {
      txn.delete(LmdbMap.INDEX, Keys.indexed(value.prefix(), id));
    }
  }

  private void countChildren(long id, int by) {
    StoredEntry parent = require(id);
    put(id, parent.withChildren(parent.children() + by));
  }
}
