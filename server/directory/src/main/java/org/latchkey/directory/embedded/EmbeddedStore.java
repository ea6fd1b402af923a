// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapNoSuchObjectException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.name.Rdn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.api.CoreSession;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeListener;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Tag;
import org.latchkey.directory.partition.EntryTree;
import org.latchkey.directory.partition.LmdbPartition;
import org.latchkey.directory.rules.Acting;
import org.latchkey.directory.rules.SecondFactorEntries;
import org.latchkey.directory.schema.Names;
import org.latchkey.directory.schema.Oids;
import org.latchkey.directory.schema.StoredFactors;

/**
 * The embedded directory as core sees it. Reads go straight to the records; changes go through
 * ApacheDS's interceptors, the same that an admin's LDAP operations go through.
 */
final class EmbeddedStore implements DirectoryStore, ChangeFeed.Snapshots, AutoCloseable {
  private final LmdbPartition partition;
  private final SchemaManager schema;
  private final CoreSession session;
  private final AccountReader reader;
  private final AdminIdentity admin;
  private final OneTransaction oneTransaction;
  private final ChangeFeed feed;
  private final Writer writer = new Writer();

  EmbeddedStore(
      LmdbPartition partition,
      SchemaManager schema,
      CoreSession session,
      AccountReader reader,
      AdminIdentity admin) {
    this.partition = partition;
    this.schema = schema;
    this.session = session;
    this.reader = reader;
    this.admin = admin;
    this.oneTransaction = new OneTransaction(partition, session);
    this.feed = new ChangeFeed(this);
  }

  /** Waits for the change that is under way; there are no more. */
  @Override
  public void close() {
    writer.close();
  }

  /** The suffix that holds everything. */
  Dn base() {
    return partition.getSuffixDn();
  }

  ChangeFeed feed() {
    return feed;
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    return read(
        tree -> {
          for (long id : partition.idsWithLogin(tree, login)) {
            Optional<Account> account = reader.read(tree, id);
            if (account.isPresent() && account.get().logins().contains(login)) {
              return account;
            }
          }
          return Optional.empty();
        });
  }

  @Override
  public Optional<Account> find(AccountId account) {
    return read(
        tree -> {
          OptionalLong id = entryId(tree, account.value());
          return id.isEmpty() ? Optional.empty() : reader.read(tree, id.getAsLong());
        });
  }

  private <R> R read(Function<EntryTree, R> reading) {
    try {
      return partition.read(reading);
    } catch (RuntimeException e) {
      throw new DirectoryUnavailableException("the directory's database failed", e);
    }
  }

  @Override
  public AppPasswordId addAppPassword(
      AccountId account, AppPasswordDraft draft, Tag tag, String by) {
    return change(
        by,
        () -> {
          DraftEntry wanted = new DraftEntry(schema, draft);
          Dn dn = dn(account).add(wanted.rdn());
          session.add(wanted.entry(dn, tag));
          return AppPasswordId.of(entryUuid(session.lookup(dn, "entryUUID")));
        });
  }

  @Override
  public void replaceSecret(AccountId account, AppPasswordId id, Tag tag, String by) {
    change(
        by,
        () -> {
          byte[] stored = tag.stored().getBytes(StandardCharsets.US_ASCII);
          modify(dn(account, id), List.of(Replacement.by("userPassword", stored)));
          return true;
        });
  }

  @Override
  public void changeAppPassword(
      AccountId account, AppPasswordId id, AppPasswordDraft draft, String by) {
    change(
        by,
        () -> {
          Dn dn = dn(account, id);
          DraftEntry wanted = new DraftEntry(schema, draft);
          Rdn label = wanted.rdn();
          boolean renamed = !dn.getRdn().getName().equals(label.getName());
          return oneTransaction.run(
              txn -> {
                Entry entry = partition.require(txn, dn);
                if (renamed) {
                  oneTransaction.rename(txn, entry, label);
                }
                Dn now = renamed ? dn.getParent().add(label) : dn;
                oneTransaction.modify(txn, partition.require(txn, now), wanted.limits());
                return true;
              });
        });
  }

  @Override
  public void revoke(AccountId account, Set<AppPasswordId> ids, String by) {
    Set<String> wanted = ids.stream().map(AppPasswordId::toString).collect(Collectors.toSet());
    change(by, () -> revokeWhere(account, each -> wanted.contains(entryUuid(each))));
  }

  @Override
  public int revokeAll(AccountId account, String by) {
    return change(by, () -> revokeWhere(account, each -> true));
  }

  @Override
  public void replacePrimaryPassword(AccountId account, String hash, String by) {
    change(
        by,
        () -> {
          byte[] stored = hash.getBytes(StandardCharsets.US_ASCII);
          modify(dn(account), List.of(Replacement.by("userPassword", stored)));
          return true;
        });
  }

  @Override
  public boolean replaceFactors(
      AccountId account, EnrolledFactors read, EnrolledFactors now, String by) {
    return change(
        by,
        () -> {
          Dn dn = dn(account);
          return oneTransaction.run(
              txn -> {
                Entry entry = partition.require(txn, dn);
                if (!StoredFactors.same(SecondFactorEntries.of(entry), read)) {
                  return false;
                }
                if (!StoredFactors.same(read, now)) { // a synced passkey counts nothing
                  oneTransaction.modify(txn, entry, SecondFactorEntries.replacing(entry, now));
                }
                return true;
              });
        });
  }

  @Override
  public void setDisabled(AccountId account, boolean disabled, String by) {
    change(
        by,
        () -> {
          List<String> value = disabled ? List.of("TRUE") : List.of();
          modify(dn(account), List.of(Replacement.by(Names.DISABLED, value)));
          return true;
        });
  }

  @Override
  public boolean isAdmin(AccountId account) {
    try {
      return admin.isMember(account);
    } catch (RuntimeException e) {
      throw new DirectoryUnavailableException("the directory's database failed", e);
    }
  }

  @Override
  public void recordUses(Collection<UseRecord> uses) {
    try {
      writer.make(
          () -> {
            partition.write(tree -> UseRecords.write(tree, uses));
            return true;
          });
    } catch (RuntimeException e) {
      throw new DirectoryUnavailableException("the directory's database failed", e);
    }
  }

  @Override
  public void subscribe(ChangeListener listener) {
    feed.subscribe(listener);
  }

  @Override
  public void checkReady() {
    read(EntryTree::version);
  }

  /** A change that ApacheDS may refuse. */
  private interface Change<R> {
    R make() throws LdapException;
  }

  private <R> R change(String by, Change<R> change) {
    return writer.make(() -> changeNow(by, change));
  }

  private static <R> R changeNow(String by, Change<R> change) {
    try {
      return Acting.<R, LdapException>by(by, change::make);
    } catch (LdapException e) {
      throw RefusedChange.inCoresTerms(e);
    }
  }

  private void modify(Dn dn, List<Modification> modifications) throws LdapException {
    session.modify(dn, new ArrayList<>(modifications));
  }

  private int revokeWhere(AccountId account, Predicate<Entry> wanted) throws LdapException {
    Dn dn = dn(account);
    return oneTransaction.run(
        txn -> {
          int count = 0;
          for (Entry each : partition.children(txn, dn)) {
            if (wanted.test(each)) {
              oneTransaction.delete(txn, each);
              count++;
            }
          }
          return count;
        });
  }

  private static String entryUuid(Entry entry) {
    return entry.get(Oids.ENTRY_UUID).get().getString();
  }

  static OptionalLong entryId(EntryTree tree, UUID entryUuid) {
    byte[] indexed = entryUuid.toString().getBytes(StandardCharsets.US_ASCII);
    return tree.indexed(Oids.ENTRY_UUID, indexed).stream().mapToLong(Long::longValue).findFirst();
  }

  private Dn dn(AccountId account) throws LdapException {
    return dn(account.value());
  }

  /** The app password's DN, which must be below the account. */
  private Dn dn(AccountId account, AppPasswordId id) throws LdapException {
    Dn dn = dn(id.value());
    if (!dn.getParent().equals(dn(account))) {
      throw new LdapNoSuchObjectException("the account has no such app password");
    }
    return dn;
  }

  private Dn dn(UUID entryUuid) throws LdapException {
    Optional<String> dn =
        read(
            tree -> {
              OptionalLong id = entryId(tree, entryUuid);
              return id.isEmpty()
                  ? Optional.empty()
                  : Optional.of(tree.dn(id.getAsLong(), partition.suffix()));
            });
    if (dn.isEmpty()) {
      throw new LdapNoSuchObjectException("no such entry");
    }
    return new Dn(schema, dn.get());
  }
}
