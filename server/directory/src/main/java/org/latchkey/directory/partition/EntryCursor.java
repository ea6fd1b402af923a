// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.util.List;
import org.apache.directory.api.ldap.model.cursor.AbstractCursor;
import org.apache.directory.api.ldap.model.cursor.InvalidCursorPositionException;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.jspecify.annotations.Nullable;

/** Walks over a search's candidates and stops at those that match. */
final class EntryCursor extends AbstractCursor<Entry> {
  private final List<Long> ids;
  private final Loader loader;
  private int at = -1;
  private @Nullable Entry entry;

  EntryCursor(List<Long> ids, Loader loader) {
    this.ids = ids;
    this.loader = loader;
  }

  /** Loads a candidate. */
  @FunctionalInterface
  interface Loader {
    /**
     * @return null when the entry doesn't match, or has gone
     */
    @Nullable Entry load(long id) throws LdapException;
  }

  @Override
  public boolean next() throws LdapException {
    return step(1);
  }

  @Override
  public boolean previous() throws LdapException {
    return step(-1);
  }

  private boolean step(int by) throws LdapException {
    entry = null;
    at = Math.clamp(at, -1, ids.size());
    for (at += by; at >= 0 && at < ids.size(); at += by) {
      entry = loader.load(ids.get(at));
      if (entry != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Entry get() throws InvalidCursorPositionException {
    if (entry == null) {
      throw new InvalidCursorPositionException();
    }
    return entry;
  }

  @Override
  public boolean available() {
    return entry != null;
  }

  @Override
  public void beforeFirst() {
    at = -1;
    entry = null;
  }

  @Override
  public void afterLast() {
    at = ids.size();
    entry = null;
  }

  @Override
  public boolean first() throws LdapException {
    beforeFirst();
    return next();
  }

  @Override
  public boolean last() throws LdapException {
    afterLast();
    return previous();
  }

  @Override
  public void before(Entry element) {
    throw new UnsupportedOperationException("no search goes to an entry");
  }

  @Override
  public void after(Entry element) {
    throw new UnsupportedOperationException("no search goes to an entry");
  }
}
