// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.directory.api.ldap.model.constants.SchemaConstants;
import org.apache.directory.api.ldap.model.entry.DefaultEntry;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.constants.ServerDNConstants;
import org.apache.directory.server.core.DefaultDirectoryService;
import org.apache.directory.server.core.api.CoreSession;
import org.apache.directory.server.core.api.DirectoryService;
import org.apache.directory.server.core.api.InstanceLayout;
import org.apache.directory.server.core.api.interceptor.context.AddOperationContext;
import org.apache.directory.server.core.api.partition.PartitionWriteTxn;
import org.apache.directory.server.core.api.schema.SchemaPartition;
import org.apache.directory.server.core.authn.AnonymousAuthenticator;
import org.apache.directory.server.core.authn.AuthenticationInterceptor;
import org.apache.directory.server.core.exception.ExceptionInterceptor;
import org.apache.directory.server.core.normalization.NormalizationInterceptor;
import org.apache.directory.server.core.operational.OperationalAttributeInterceptor;
import org.apache.directory.server.core.partition.impl.avl.AvlPartition;
import org.apache.directory.server.core.shared.DefaultDnFactory;
import org.apache.directory.server.core.shared.ReferralManagerImpl;
import org.latchkey.config.DirectorySettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.EntryAct;
import org.latchkey.core.audit.HistoryStore;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.notice.NoticeQueue;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.directory.lmdb.LmdbEnvironment;
import org.latchkey.directory.lmdb.LmdbEnvironment.Durability;
import org.latchkey.directory.notice.StoredNotices;
import org.latchkey.directory.partition.Group;
import org.latchkey.directory.partition.LmdbPartition;
import org.latchkey.directory.partition.ReferenceIndex;
import org.latchkey.directory.rules.AccessInterceptor;
import org.latchkey.directory.rules.AccountEntries;
import org.latchkey.directory.rules.AdminRights;
import org.latchkey.directory.rules.AppPasswordEntries;
import org.latchkey.directory.rules.Changes;
import org.latchkey.directory.rules.FailureInterceptor;
import org.latchkey.directory.rules.LifecycleInterceptor;
import org.latchkey.directory.rules.Memberships;
import org.latchkey.directory.rules.Revocation;
import org.latchkey.directory.rules.UpstreamEntries;
import org.latchkey.directory.schema.GeneralizedTimes;
import org.latchkey.directory.schema.LatchkeySchema;
import org.latchkey.directory.schema.Oids;

/**
 * ApacheDS in this process: its service with Latchkey's schema, interceptors and one partition on
 * LMDB. What ApacheDS keeps about itself (its system users, the schema's entries) is made anew at
 * each start and lives in memory.
 */
public final class EmbeddedDirectory implements AutoCloseable {
  static final Set<String> INDEXED =
      Set.of(Oids.UID, Oids.MAIL, Oids.CN, Oids.MEMBER, Oids.ENTRY_UUID);

  private final DefaultDirectoryService service;
  private final LmdbEnvironment environment;
  private final EmbeddedStore store;
  private final StoredNotices notices;
  private final EmbeddedHistory history;
  private final AdminIdentity admin;

  /**
   * What it is made of besides its files.
   *
   * @param adminPassword what the configured admin binds with
   * @param notices whether notices of changes are queued
   */
  public record Parts(
      DirectorySettings settings,
      AppPasswordRules rules,
      PrimaryPasswords primaryPasswords,
      SealedSecrets seals,
      String adminPassword,
      InstantSource clock,
      boolean notices) {
    /** The DN of the configured admin. */
    public String adminDn() {
      return "cn=admin," + settings.base();
    }
  }

  /**
   * Opens the directory in a folder; an empty one gets the first entries.
   *
   * @throws IOException when the folder or the database can't be used
   */
  public EmbeddedDirectory(Path folder, Parts parts) throws IOException {
    environment =
        new LmdbEnvironment(
            folder, (long) parts.settings().mapSizeGib() << 30, Durability.EACH_COMMIT);
    try {
      service = new DefaultDirectoryService();
      SchemaManager schema = LatchkeySchema.load();
      service.setInstanceId("latchkey");
      service.setInstanceLayout(new InstanceLayout(folder.toFile()));
      service.setShutdownHookEnabled(false);
      service.getChangeLog().setEnabled(false);
      service.setAllowAnonymousAccess(true);
      service.setDenormalizeOpAttrsEnabled(true);
      service.setSchemaManager(schema);
      service.setDnFactory(new DefaultDnFactory(schema, 10_000));
      SchemaPartition schemaPartition = new SchemaPartition(schema);
      schemaPartition.setWrappedPartition(inMemory(schema, "schema", "ou=schema"));
      service.setSchemaPartition(schemaPartition);
      service.setSystemPartition(inMemory(schema, "system", ServerDNConstants.SYSTEM_DN));

      LmdbPartition partition =
          new LmdbPartition(schema, service.getDnFactory(), environment, INDEXED);
      partition.setId("accounts");
      partition.setSuffixDn(new Dn(schema, parts.settings().base()));
      Dn adminDn = new Dn(schema, parts.adminDn());
      Group admins =
          new Group(
              partition,
              schema,
              new Dn(schema, "cn=admins,ou=groups," + parts.settings().base()),
              adminDn);
      admin = new AdminIdentity(partition, admins, parts);
      AuthenticationInterceptor authentication = new AuthenticationInterceptor();
      // No bind is ApacheDS's to decide: the door in front of it does.
      authentication.setAuthenticators(
          new LinkedHashSet<>(List.of(new AnonymousAuthenticator(Dn.ROOT_DSE))));
      notices = new StoredNotices(environment, parts.clock());
      LateFeed feed = new LateFeed();
      Changes changes = new Changes(feed, parts.notices() ? notices : Changes.Notices.NONE);
      service.setInterceptors(
          List.of(
              new FailureInterceptor(),
              new NormalizationInterceptor(),
              authentication,
              new AccessInterceptor(admin, parts.settings().base()),
              new ExceptionInterceptor(),
              new org.apache.directory.server.core.schema.SchemaInterceptor(),
              new OperationalAttributeInterceptor(),
              new LifecycleInterceptor(
                  partition,
                  new LifecycleInterceptor.Parts(
                      new AppPasswordEntries(schema, parts.rules(), parts.clock()),
                      new AccountEntries(partition, parts.primaryPasswords(), adminDn),
                      new UpstreamEntries(parts.seals()),
                      new Revocation(partition, schema, parts.clock(), changes),
                      new Memberships(partition, schema, changes, adminDn),
                      new AdminRights(partition, admins, changes),
                      changes))));
      service.startup();
      // Before the accounts' partition is there: it would be searched for referrals, which it has
      // none of.
      service.setReferralManager(new ReferralManagerImpl(service));
      addSchemaModifications(schema);
      service.addPartition(partition);
      ReferenceIndex.complete(partition);
      store =
          new EmbeddedStore(
              partition,
              schema,
              service.getAdminSession(),
              new AccountReader(parts.settings().base(), admins),
              admin);
      history = new EmbeddedHistory(partition);
      feed.set(store.feed());
      addFirstEntries(parts);
    } catch (Exception e) {
      environment.close();
      throw new IOException("the directory can't be opened: " + e.getMessage(), e);
    }
  }

  /** Breaks the circle between the interceptors, which the service starts with, and the store. */
  private static final class LateFeed implements Changes.Feed {
    private Changes.Feed feed = (account, kind, target, by, version) -> {};

    void set(Changes.Feed real) {
      feed = real;
    }

    @Override
    public void entryCommitted(EntryAct act, String dn, String by) {
      feed.entryCommitted(act, dn, by);
    }

    @Override
    public void committed(
        AccountId account, ChangeKind kind, String target, String by, long version) {
      feed.committed(account, kind, target, by, version);
    }
  }

  private AvlPartition inMemory(SchemaManager schema, String id, String suffix)
      throws LdapException {
    AvlPartition partition = new AvlPartition(schema, service.getDnFactory());
    partition.setId(id);
    partition.setSuffixDn(new Dn(schema, suffix));
    return partition;
  }

  /** ApacheDS dates the schema by this entry. */
  private void addSchemaModifications(SchemaManager schema) throws LdapException, IOException {
    String now = GeneralizedTimes.format(Instant.now());
    addToSchema(
        new DefaultEntry(
            schema,
            "ou=schema",
            "objectClass: top",
            "objectClass: organizationalUnit",
            "ou: schema"));
    addToSchema(
        new DefaultEntry(
            schema,
            SchemaConstants.SCHEMA_MODIFICATIONS_DN,
            "objectClass: top",
            "objectClass: schemaModificationAttributes",
            "cn: schemaModifications",
            "createTimestamp: " + now,
            "schemaModifyTimestamp: " + now,
            "schemaModifiersName: " + ServerDNConstants.ADMIN_SYSTEM_DN));
  }

  private void addToSchema(Entry entry) throws LdapException, IOException {
    AvlPartition partition = (AvlPartition) service.getSchemaPartition().getWrappedPartition();
    entry.put("entryUUID", java.util.UUID.randomUUID().toString());
    entry.put("entryCSN", service.getCSN().toString());
    AddOperationContext add = new AddOperationContext(service.getAdminSession(), entry);
    add.setPartition(partition);
    try (PartitionWriteTxn txn = partition.beginWriteTransaction()) {
      add.setTransaction(txn);
      partition.add(add);
      txn.commit();
    }
  }

  private void addFirstEntries(Parts parts) throws LdapException {
    CoreSession session = service.getAdminSession();
    Dn base = new Dn(service.getSchemaManager(), parts.settings().base());
    for (Entry entry : FirstEntries.of(service.getSchemaManager(), base, parts.adminDn())) {
      if (!session.exists(entry.getDn())) {
        session.add(entry);
      }
    }
  }

  /** The directory as core sees it. */
  public DirectoryStore store() {
    return store;
  }

  /** Tells the listener of changes of entries that are neither accounts nor app passwords. */
  public void onEntryChange(EntryListener listener) {
    store.feed().onEntryChange(listener);
  }

  /** The notices that have not been sent. */
  public NoticeQueue notices() {
    return notices;
  }

  /** Where it keeps what happened to its accounts. */
  public HistoryStore history() {
    return history;
  }

  /** The suffix that holds the accounts. */
  public Dn base() {
    return store.base();
  }

  /** ApacheDS's service, for the admin port. */
  public DirectoryService service() {
    return service;
  }

  /** Who the admin is, for the admin port. */
  public AdminIdentity admin() {
    return admin;
  }

  @Override
  public void close() throws IOException {
    store.close();
    try {
      service.shutdown();
    } catch (Exception e) {
      throw new IOException("the directory can't be closed: " + e.getMessage(), e);
    } finally {
      environment.close();
    }
  }
}
