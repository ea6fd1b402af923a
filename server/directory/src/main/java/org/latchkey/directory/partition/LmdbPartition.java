// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapContextNotEmptyException;
import org.apache.directory.api.ldap.model.exception.LdapEntryAlreadyExistsException;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapNoSuchObjectException;
import org.apache.directory.api.ldap.model.exception.LdapOperationErrorException;
import org.apache.directory.api.ldap.model.exception.LdapOtherException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.api.DnFactory;
import org.apache.directory.server.core.api.entry.ClonedServerEntry;
import org.apache.directory.server.core.api.filtering.EntryFilteringCursor;
import org.apache.directory.server.core.api.filtering.EntryFilteringCursorImpl;
import org.apache.directory.server.core.api.interceptor.context.AddOperationContext;
import org.apache.directory.server.core.api.interceptor.context.DeleteOperationContext;
import org.apache.directory.server.core.api.interceptor.context.HasEntryOperationContext;
import org.apache.directory.server.core.api.interceptor.context.LookupOperationContext;
import org.apache.directory.server.core.api.interceptor.context.ModifyOperationContext;
import org.apache.directory.server.core.api.interceptor.context.MoveAndRenameOperationContext;
import org.apache.directory.server.core.api.interceptor.context.MoveOperationContext;
import org.apache.directory.server.core.api.interceptor.context.OperationContext;
import org.apache.directory.server.core.api.interceptor.context.RenameOperationContext;
import org.apache.directory.server.core.api.interceptor.context.SearchOperationContext;
import org.apache.directory.server.core.api.interceptor.context.UnbindOperationContext;
import org.apache.directory.server.core.api.partition.AbstractPartition;
import org.apache.directory.server.core.api.partition.PartitionTxn;
import org.apache.directory.server.core.api.partition.Subordinates;
import org.jspecify.annotations.Nullable;
import org.latchkey.directory.lmdb.LmdbEnvironment;
import org.latchkey.directory.lmdb.LmdbTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ApacheDS partition on LMDB. Its transactions are LMDB's own, so that whatever interceptors do
 * inside one operation is on disk whole or not at all. Closing the environment is its owner's.
 */
public final class LmdbPartition extends AbstractPartition {
  private static final Logger log = LoggerFactory.getLogger(LmdbPartition.class);

  private final LmdbEnvironment environment;
  private final EntryCodec codec;
  private final FilterMatcher matcher;
  private final Logins logins;

  /**
   * @param indexedOids the attribute types that have an equality index
   */
  public LmdbPartition(
      SchemaManager schema,
      DnFactory dnFactory,
      LmdbEnvironment environment,
      Set<String> indexedOids)
      throws LdapException {
    this.schemaManager = schema;
    this.dnFactory = dnFactory;
    this.environment = environment;
    this.codec = new EntryCodec(schema, indexedOids);
    this.matcher = new FilterMatcher(schema);
    this.logins = new Logins(schema);
  }

  @Override
  public LmdbReadTxn beginReadTransaction() {
    return new LmdbReadTxn(environment);
  }

  @Override
  public LmdbWriteTxn beginWriteTransaction() {
    return new LmdbWriteTxn(environment);
  }

  @FunctionalInterface
  interface Work<R extends @Nullable Object> {
    R on(EntryTree tree) throws LdapException;
  }

  /** Works in the operation's transaction, or in a short one of its own where that has ended. */
  <R extends @Nullable Object> R in(PartitionTxn txn, Work<R> work) throws LdapException {
    try {
      if (txn instanceof LmdbWriteTxn write && !write.isClosed()) {
        return work.on(write.tree());
      }
      if (txn instanceof LmdbReadTxn read && !read.isClosed()) {
        return work.on(read.tree());
      }
      try (LmdbTransaction own = environment.read()) {
        return work.on(new EntryTree(own));
      }
    } catch (RuntimeException e) {
      // ApacheDS ends a transaction on its own exceptions only.
      throw new LdapOtherException(failed(e), e);
    }
  }

  /** Says in the log what the database says, and returns what a client may hear of it. */
  static String failed(RuntimeException e) {
    log.error("event=database-failed reason=\"{}\"", e.getMessage(), e);
    return "the directory's database failed";
  }

  /** Reads at one version, outside any operation. */
  public <R extends @Nullable Object> R read(Function<EntryTree, R> reader) {
    try (LmdbTransaction own = environment.read()) {
      return reader.apply(new EntryTree(own));
    }
  }

  /** Changes records outside any operation, in one transaction that is on disk on return. */
  public void write(Consumer<EntryTree> writer) {
    try (LmdbTransaction own = environment.write()) {
      writer.accept(new EntryTree(own));
      own.commit();
    }
  }

  /** Whether there is an entry of this name. */
  public boolean exists(PartitionTxn txn, Dn dn) throws LdapException {
    return in(txn, tree -> find(tree, dn).isPresent());
  }

  /** The entry of this name, as the operation's transaction has it. */
  public Entry require(PartitionTxn txn, Dn dn) throws LdapException {
    return in(txn, tree -> load(tree, require(tree, dn)));
  }

  /** The entry above this name; empty when there is none. */
  public Optional<Entry> parent(PartitionTxn txn, Dn dn) throws LdapException {
    return in(
        txn,
        tree -> {
          OptionalLong id = find(tree, dn.getParent());
          return id.isEmpty() ? Optional.empty() : Optional.of(load(tree, id.getAsLong()));
        });
  }

  /** The entries right below this name. */
  public List<Entry> children(PartitionTxn txn, Dn dn) throws LdapException {
    return in(txn, tree -> loadAll(tree, tree.children(require(tree, dn))));
  }

  /** The entries with this login name for a uid or mail. */
  public List<Entry> withLogin(PartitionTxn txn, String login) throws LdapException {
    return in(txn, tree -> loadAll(tree, logins.find(tree, login)));
  }

  /** The ids of the entries with this login name for a uid or mail. */
  public List<Long> idsWithLogin(EntryTree tree, String login) {
    return logins.find(tree, login);
  }

  EntryCodec codec() {
    return codec;
  }

  /** The entry with this id; empty when there is none. */
  public Optional<Entry> entry(PartitionTxn txn, long id) throws LdapException {
    return in(txn, tree -> tree.get(id).isEmpty() ? Optional.empty() : Optional.of(load(tree, id)));
  }

  /** The id of the entry of this name, which is there. */
  public long requireId(PartitionTxn txn, Dn dn) throws LdapException {
    return in(txn, tree -> require(tree, dn));
  }

  /** The id of the entry of this name; empty when there is none. */
  public OptionalLong id(EntryTree tree, Dn dn) throws LdapException {
    return find(tree, dn);
  }

  /** The groups that have a member of this name. */
  public List<Entry> groupsOf(PartitionTxn txn, Dn member) throws LdapException {
    EntryTree.IndexedValue reference = EntryCodec.reference(member);
    return in(txn, tree -> loadAll(tree, tree.indexed(reference.oid(), reference.value().raw())));
  }

  /** The suffix as it is spelt in DNs. */
  public String suffix() {
    return suffixDn.getName();
  }

  private List<Entry> loadAll(EntryTree tree, List<Long> ids) throws LdapException {
    List<Entry> entries = new ArrayList<>(ids.size());
    for (long id : ids) {
      entries.add(load(tree, id));
    }
    return entries;
  }

  private OptionalLong find(EntryTree tree, Dn name) throws LdapException {
    Dn dn = name.isSchemaAware() ? name : new Dn(schemaManager, name);
    if (!dn.isDescendantOf(suffixDn)) {
      return OptionalLong.empty();
    }
    List<String> rdns = new ArrayList<>();
    for (int i = dn.size() - suffixDn.size() - 1; i >= 0; i--) {
      rdns.add(dn.getRdn(i).getNormName());
    }
    return tree.find(rdns);
  }

  private long require(EntryTree tree, Dn dn) throws LdapException {
    OptionalLong id = find(tree, dn);
    if (id.isEmpty()) {
      throw new LdapNoSuchObjectException("no such entry");
    }
    return id.getAsLong();
  }

  Entry load(EntryTree tree, long id) throws LdapException {
    Dn dn = new Dn(schemaManager, tree.dn(id, suffixDn.getName()));
    return codec.entry(tree.require(id), dn);
  }

  private static Entry plain(Entry entry) {
    return entry instanceof ClonedServerEntry cloned ? cloned.getClonedEntry() : entry;
  }

  @Override
  public void add(AddOperationContext context) throws LdapException {
    in(
        context.getTransaction(),
        tree -> {
          Dn dn = context.getDn();
          Entry entry = plain(context.getEntry());
          if (find(tree, dn).isPresent()) {
            throw new LdapEntryAlreadyExistsException("the entry exists already");
          }
          String rdn = dn.getRdn().getName();
          if (dn.size() == suffixDn.size()) {
            tree.addSuffix(
                new StoredEntry(Keys.ABOVE, 0, rdn, codec.attributes(entry)), codec.indexed(entry));
          } else {
            long parent = require(tree, dn.getParent());
            tree.add(
                dn.getRdn().getNormName(),
                new StoredEntry(parent, 0, rdn, codec.attributes(entry)),
                codec.indexed(entry));
          }
          return true;
        });
  }

  @Override
  public Entry delete(DeleteOperationContext context) throws LdapException {
    return in(
        context.getTransaction(),
        tree -> {
          Dn dn = context.getDn();
          long id = require(tree, dn);
          if (tree.require(id).children() > 0) {
            throw new LdapContextNotEmptyException("the entry has entries below it");
          }
          Entry entry = load(tree, id);
          tree.remove(id, dn.getRdn().getNormName(), codec.indexed(entry));
          return entry;
        });
  }

  @Override
  public void modify(ModifyOperationContext context) throws LdapException {
    in(
        context.getTransaction(),
        tree -> {
          long id = require(tree, context.getDn());
          Entry before = load(tree, id);
          Entry after = Modifications.applied(before, context.getModItems());
          StoredEntry changed = tree.require(id).withAttributes(codec.attributes(after));
          tree.replace(id, changed, codec.indexed(before), codec.indexed(after));
          context.setAlteredEntry(after);
          return true;
        });
  }

  @Override
  public void rename(RenameOperationContext context) throws LdapException {
    Dn newDn = new Dn(schemaManager, context.getDn().getParent().add(context.getNewRdn()));
    relocate(context, newDn, context.getDeleteOldRdn());
    context.setNewDn(newDn);
  }

  @Override
  public void move(MoveOperationContext context) throws LdapException {
    relocate(context, context.getNewSuperior().add(context.getDn().getRdn()), false);
  }

  @Override
  public void moveAndRename(MoveAndRenameOperationContext context) throws LdapException {
    Dn newDn = context.getNewSuperiorDn().add(context.getNewRdn());
    relocate(context, newDn, context.getDeleteOldRdn());
  }

  private void relocate(OperationContext context, Dn name, boolean deleteOldRdn)
      throws LdapException {
    in(
        context.getTransaction(),
        tree -> {
          Dn oldDn = context.getDn();
          Dn newDn = name.isSchemaAware() ? name : new Dn(schemaManager, name);
          long id = require(tree, oldDn);
          long parent = require(tree, newDn.getParent());
          if (tree.isWithin(parent, id)) {
            throw new LdapOperationErrorException("an entry can't be moved below itself");
          }
          OptionalLong taken = find(tree, newDn);
          if (taken.isPresent() && taken.getAsLong() != id) {
            throw new LdapEntryAlreadyExistsException("the entry exists already");
          }
          Entry before = load(tree, id);
          Entry after = Modifications.renamed(before, oldDn.getRdn(), newDn.getRdn(), deleteOldRdn);
          StoredEntry stored = tree.require(id);
          StoredEntry moved =
              new StoredEntry(
                  parent, stored.children(), newDn.getRdn().getName(), codec.attributes(after));
          tree.relocate(id, oldDn.getRdn().getNormName(), newDn.getRdn().getNormName(), moved);
          tree.replace(id, moved, codec.indexed(before), codec.indexed(after));
          return true;
        });
  }

  @Override
  public boolean hasEntry(HasEntryOperationContext context) throws LdapException {
    return in(context.getTransaction(), tree -> find(tree, context.getDn()).isPresent());
  }

  @Override
  public @Nullable Entry lookup(LookupOperationContext context) throws LdapException {
    return in(
        context.getTransaction(),
        tree -> {
          OptionalLong id = find(tree, context.getDn());
          return id.isEmpty() ? null : new ClonedServerEntry(load(tree, id.getAsLong()));
        });
  }

  @Override
  public EntryFilteringCursor search(SearchOperationContext context) throws LdapException {
    PartitionTxn txn = context.getTransaction();
    List<Long> ids =
        in(
            txn,
            tree ->
                new Candidates(tree, codec)
                    .of(require(tree, context.getDn()), context.getScope(), context.getFilter()));
    EntryCursor cursor =
        new EntryCursor(
            ids,
            id ->
                in(
                    txn,
                    tree -> {
                      if (tree.get(id).isEmpty()) {
                        return null;
                      }
                      Entry entry = load(tree, id);
                      return matcher.matches(context.getFilter(), entry)
                          ? new ClonedServerEntry(entry)
                          : null;
                    }));
    return new EntryFilteringCursorImpl(cursor, context, schemaManager);
  }

  @Override
  public Subordinates getSubordinates(PartitionTxn txn, Entry entry) throws LdapException {
    return in(
        txn,
        tree -> {
          Subordinates subordinates = new Subordinates();
          long children = tree.require(require(tree, entry.getDn())).children();
          subordinates.setNbChildren(children);
          subordinates.setNbSubordinates(children);
          return subordinates;
        });
  }

  @Override
  public void unbind(UnbindOperationContext context) {}

  @Override
  protected void doInit() throws LdapException {
    if (!suffixDn.isSchemaAware()) {
      suffixDn = new Dn(schemaManager, suffixDn);
    }
  }

  @Override
  protected void doDestroy(PartitionTxn txn) {}

  @Override
  protected void doRepair() {}

  @Override
  public void saveContextCsn(PartitionTxn txn) {}
}
