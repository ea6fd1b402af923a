// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.core.api.CoreSession;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.ConfiguredAdmin;
import org.latchkey.directory.partition.EntryTree;
import org.latchkey.directory.partition.Group;
import org.latchkey.directory.partition.LmdbPartition;
import org.latchkey.directory.partition.StoredEntry;
import org.latchkey.directory.rules.Admins;
import org.latchkey.directory.rules.BoundSession;
import org.latchkey.directory.schema.Oids;

/**
 * Who is an admin: the configured one, who has no entry, and the accounts in {@code cn=admins}.
 * Whether somebody is who they say is decided at the door, not here.
 */
public final class AdminIdentity implements Admins {
  private final LmdbPartition partition;
  private final Group group;
  private final String dn;
  private final ConfiguredAdmin configured;
  private volatile Optional<LiveSessions> sessions = Optional.empty();

  AdminIdentity(LmdbPartition partition, Group group, EmbeddedDirectory.Parts parts) {
    this.partition = partition;
    this.group = group;
    this.dn = parts.adminDn();
    this.configured = new ConfiguredAdmin(dn, parts.adminPassword());
  }

  /** The DN of the configured admin. */
  public String dn() {
    return dn;
  }

  /** The configured admin, for the door. */
  public ConfiguredAdmin configured() {
    return configured;
  }

  /** Where it is known who is signed in; until this is called, nobody is. */
  public void signedInBy(LiveSessions live) {
    sessions = Optional.of(live);
  }

  @Override
  public boolean isAdmin(CoreSession session) {
    return session instanceof BoundSession bound
        && sessions.filter(live -> live.isLive(bound.live())).isPresent()
        && (configured.is(bound.account()) || isMember(bound.account()));
  }

  @Override
  public boolean isConfigured(CoreSession session) {
    return isAdmin(session)
        && session instanceof BoundSession bound
        && configured.is(bound.account());
  }

  /** Whether this is a member of {@code cn=admins} now. */
  boolean isMember(AccountId account) {
    return partition.read(
        tree -> {
          OptionalLong id = EmbeddedStore.entryId(tree, account.value());
          return id.isPresent() && group.has(tree, id.getAsLong());
        });
  }

  /**
   * A login name of the entry with this DN; empty where there is none.
   *
   * @throws DirectoryUnavailableException when it can't be read
   */
  public Optional<String> login(Dn named) {
    try {
      return partition.read(tree -> login(tree, named));
    } catch (RuntimeException e) {
      throw new DirectoryUnavailableException("the directory's database failed", e);
    }
  }

  private Optional<String> login(EntryTree tree, Dn named) {
    try {
      OptionalLong id = partition.id(tree, named);
      Optional<StoredEntry> entry = id.isEmpty() ? Optional.empty() : tree.get(id.getAsLong());
      return entry.flatMap(AdminIdentity::login);
    } catch (LdapException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> login(StoredEntry entry) {
    return Stream.of(Oids.UID, Oids.MAIL)
        .flatMap(oid -> entry.texts(oid).stream())
        .filter(name -> LoginName.prepare(name).isPresent())
        .findFirst();
  }
}
