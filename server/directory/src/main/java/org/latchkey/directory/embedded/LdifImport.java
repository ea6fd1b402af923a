// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.directory.api.ldap.model.csn.CsnFactory;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.DefaultAttribute;
import org.apache.directory.api.ldap.model.entry.DefaultEntry;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.ldif.LdifEntry;
import org.apache.directory.api.ldap.model.ldif.LdifReader;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.api.interceptor.context.AddOperationContext;
import org.apache.directory.server.core.shared.DefaultDnFactory;
import org.jspecify.annotations.Nullable;
import org.latchkey.config.DirectorySettings;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.Tag;
import org.latchkey.directory.lmdb.LmdbEnvironment;
import org.latchkey.directory.lmdb.LmdbEnvironment.Durability;
import org.latchkey.directory.partition.LmdbPartition;
import org.latchkey.directory.partition.LmdbWriteTxn;
import org.latchkey.directory.rules.LoadedSecrets;
import org.latchkey.directory.rules.SecondFactorEntries;
import org.latchkey.directory.rules.UpstreamEntries;
import org.latchkey.directory.schema.GeneralizedTimes;
import org.latchkey.directory.schema.LatchkeySchema;
import org.latchkey.directory.schema.Names;
import org.latchkey.directory.schema.Oids;

/**
 * Loads LDIF (RFC 2849) into a fresh directory, past ApacheDS and many entries to a commit. It is
 * for whoever owns the data folder: verifiers may be in it, as in a backup. Nothing is on disk for
 * sure until it returns; a load that was cut off is done again from the start.
 */
public final class LdifImport implements AutoCloseable {
  private static final int ENTRIES_A_COMMIT = 20_000;
  private static final int REPORT_EVERY = 100_000;

  private final SchemaManager schema = LatchkeySchema.load();
  private final LmdbPartition partition;
  private final AppPasswordRules rules;
  private final UpstreamEntries upstreams;
  private final Dn base;
  private final String by;
  private final Dn admin;
  private final List<Attribute> ofEveryEntry;
  private final List<Attribute> ofEveryAppPassword;
  private LmdbWriteTxn txn;
  private long count;
  private @Nullable Dn lastAccount;
  private int lastAccountsPasswords;

  private LdifImport(
      LmdbEnvironment environment,
      DirectorySettings settings,
      AppPasswordRules rules,
      SealedSecrets seals)
      throws LdapException {
    this.rules = rules;
    this.upstreams = new UpstreamEntries(seals);
    this.base = new Dn(schema, settings.base());
    this.by = "cn=admin," + settings.base();
    this.admin = new Dn(schema, by);
    String now = GeneralizedTimes.format(Instant.now());
    String csn = new CsnFactory(0).newInstance().toString();
    ofEveryEntry =
        List.of(
            attribute("createTimestamp", now),
            attribute("creatorsName", by),
            attribute("entryCSN", csn));
    ofEveryAppPassword = List.of(attribute(Names.SECRET_MADE, now), attribute(Names.MADE_BY, by));
    partition =
        new LmdbPartition(
            schema, new DefaultDnFactory(schema, 1000), environment, EmbeddedDirectory.INDEXED);
    partition.setId("accounts");
    partition.setSuffixDn(base);
    partition.initialize();
    txn = partition.beginWriteTransaction();
  }

  /**
   * Loads a file.
   *
   * @param folder of the directory's database, which nothing else has open
   * @param seals seals the secrets for upstreams that the file holds in clear
   * @param progress told the number of entries from time to time
   * @return how many entries there were
   * @throws IOException with the entry's DN, when one can't be loaded
   */
  public static long load(
      Path folder,
      DirectorySettings settings,
      AppPasswordRules rules,
      SealedSecrets seals,
      Path ldif,
      LongConsumer progress)
      throws IOException {
    long mapSizeBytes = (long) settings.mapSizeGib() << 30;
    try (LmdbEnvironment environment =
            new LmdbEnvironment(folder, mapSizeBytes, Durability.ON_SYNC);
        LdifReader reader = new LdifReader(ldif.toFile());
        LdifImport load = new LdifImport(environment, settings, rules, seals)) {
      load.addFirstEntries();
      for (LdifEntry each : reader) {
        load.take(each);
        if (load.count % REPORT_EVERY == 0) {
          progress.accept(load.count);
        }
      }
      load.txn.commit();
      environment.sync();
      return load.count;
    } catch (LdapException e) {
      throw new IOException(ldif + " can't be loaded: " + e.getMessage(), e);
    }
  }

  /** Drops what has not been committed: LMDB is never closed under a transaction. */
  @Override
  public void close() {
    txn.close();
  }

  private void addFirstEntries() throws LdapException {
    for (Entry entry : FirstEntries.of(schema, base, by)) {
      add(entry);
    }
  }

  private void take(LdifEntry ldif) throws IOException {
    Dn dn = ldif.getDn();
    try {
      Entry entry = new DefaultEntry(schema, ldif.getEntry());
      check(entry);
      if (!partition.exists(txn, entry.getDn())) { // the first entries may be in the file too
        add(entry);
      }
    } catch (LdapException e) {
      throw new IOException(dn + ": " + e.getMessage(), e);
    }
    count++;
    if (count % ENTRIES_A_COMMIT == 0) {
      txn.commit();
      txn = partition.beginWriteTransaction();
    }
  }

  private void add(Entry entry) throws LdapException {
    giveId(entry);
    complete(entry, ofEveryEntry);
    AddOperationContext add = new AddOperationContext(null, entry);
    add.setTransaction(txn);
    partition.add(add);
  }

  private static void giveId(Entry entry) throws LdapException {
    if (entry.get(Oids.ENTRY_UUID) == null) {
      entry.put("entryUUID", UUID.randomUUID().toString());
    }
  }

  private Attribute attribute(String name, String value) throws LdapException {
    return new DefaultAttribute(schema.lookupAttributeTypeRegistry(name), value);
  }

  /** Gives the entry those that it lacks. They are one object for all entries: parsed once. */
  private static void complete(Entry entry, List<Attribute> attributes) throws LdapException {
    for (Attribute each : attributes) {
      if (entry.get(each.getAttributeType()) == null) {
        entry.put(each);
      }
    }
  }

  /** The rules that a store keeps, as far as a file can break them. */
  private void check(Entry entry) throws LdapException {
    if (entry.hasObjectClass(Names.APP_PASSWORD)) {
      checkAppPassword(entry);
      return;
    }
    if (entry.hasObjectClass(Names.ACCOUNT)) {
      lastAccount = entry.getDn();
      lastAccountsPasswords = 0;
      refuse(entry.getDn().equals(admin) ? "this is the configured admin's name" : "");
    }
    // Whatever it is: no secret is loaded in clear.
    giveId(entry);
    LoadedSecrets.check(entry);
    SecondFactorEntries.checkLoaded(entry);
    upstreams.seal(entry);
  }

  private void checkAppPassword(Entry entry) throws LdapException {
    LoadedSecrets.checkAppPassword(entry);
    Dn account = entry.getDn().getParent();
    if (!account.equals(lastAccount)) {
      lastAccount = account;
      lastAccountsPasswords = partition.children(txn, account).size();
    }
    refuse(rules.refuseOneMore(lastAccountsPasswords++).orElse(""));
    Attribute label = entry.get(Oids.CN);
    refuse(
        label == null
            ? "an app password has a label"
            : rules.refuseLabel(label.getString()).orElse(""));
    Attribute stored = entry.get(Oids.USER_PASSWORD);
    if (stored != null
        && Tag.parse(new String(stored.getBytes(), StandardCharsets.US_ASCII)).isEmpty()) {
      throw new LdapException("its verifier is malformed");
    }
    complete(entry, ofEveryAppPassword);
  }

  private static void refuse(String why) throws LdapException {
    if (!why.isEmpty()) {
      throw new LdapException(why);
    }
  }
}
