// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.LastUse;
import org.latchkey.core.password.SealedSecret;
import org.latchkey.core.password.Tag;
import org.latchkey.core.password.Tombstone;
import org.latchkey.core.upstream.AccountUpstreams;
import org.latchkey.core.upstream.UpstreamAddress;
import org.latchkey.directory.partition.EntryTree;
import org.latchkey.directory.partition.Group;
import org.latchkey.directory.partition.StoredEntry;
import org.latchkey.directory.partition.StoredEntry.Octets;
import org.latchkey.directory.partition.StoredEntry.StoredAttribute;
import org.latchkey.directory.schema.GeneralizedTimes;
import org.latchkey.directory.schema.Names;
import org.latchkey.directory.schema.Oids;
import org.latchkey.directory.schema.StoredFactors;
import org.latchkey.directory.schema.Tombstones;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads accounts straight from their records, past ApacheDS. A value that is malformed is passed
 * over with a line in the log, and what it would have allowed isn't allowed.
 */
final class AccountReader {
  private static final Logger log = LoggerFactory.getLogger(AccountReader.class);

  /** What is no business of the account's owner. */
  private static final Set<String> NOT_SHOWN =
      Set.of(
          Oids.USER_PASSWORD,
          Oids.REVOKED,
          Oids.UPSTREAM,
          Oids.UPSTREAM_SECRET,
          Oids.TOTP,
          Oids.PASSKEY,
          Oids.RECOVERY_CODE);

  private final String suffix;
  private final Group admins;

  AccountReader(String suffix, Group admins) {
    this.suffix = suffix;
    this.admins = admins;
  }

  /** The account with this id in the tree; empty when that entry is none. */
  Optional<Account> read(EntryTree tree, long id) {
    Optional<StoredEntry> entry = tree.get(id).filter(AccountReader::isAccount);
    return entry.map(found -> account(tree, id, found));
  }

  private static boolean isAccount(StoredEntry entry) {
    return hasClass(entry, Names.ACCOUNT);
  }

  private static boolean hasClass(StoredEntry entry, String name) {
    for (String each : entry.texts(Oids.OBJECT_CLASS)) {
      if (each.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private Account account(EntryTree tree, long id, StoredEntry entry) {
    List<AppPassword> appPasswords = new ArrayList<>((int) entry.children());
    for (long child : tree.children(id)) {
      tree.get(child)
          .filter(each -> hasClass(each, Names.APP_PASSWORD))
          .flatMap(AccountReader::appPassword)
          .ifPresent(appPasswords::add);
    }
    return new Account(
        AccountId.of(one(entry, Oids.ENTRY_UUID).orElseThrow()),
        tree.dn(id, suffix),
        logins(entry),
        one(entry, Oids.DISABLED).filter(value -> !value.equalsIgnoreCase("FALSE")).isPresent(),
        admins.has(tree, id),
        one(entry, Oids.USER_PASSWORD),
        appPasswords,
        tombstones(entry),
        attributes(entry),
        upstreams(entry),
        StoredFactors.read(entry::texts),
        tree.version());
  }

  private static AccountUpstreams upstreams(StoredEntry entry) {
    Map<Service, UpstreamAddress> addresses = new EnumMap<>(Service.class);
    for (String text : entry.texts(Oids.UPSTREAM)) {
      UpstreamAddress.parseForService(text)
          .ifPresent(each -> addresses.put(each.service(), each.address()));
    }
    Optional<SealedSecret> secret = one(entry, Oids.UPSTREAM_SECRET).flatMap(SealedSecret::parse);
    return addresses.isEmpty() && secret.isEmpty()
        ? AccountUpstreams.NONE
        : new AccountUpstreams(addresses, secret);
  }

  private static Set<String> logins(StoredEntry entry) {
    Set<String> logins = new HashSet<>();
    for (String oid : List.of(Oids.UID, Oids.MAIL)) {
      entry.texts(oid).forEach(name -> LoginName.prepare(name).ifPresent(logins::add));
    }
    return logins;
  }

  private static List<Tombstone> tombstones(StoredEntry entry) {
    return entry.texts(Oids.REVOKED).stream()
        .map(Tombstones::parse)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Map<String, List<String>> attributes(StoredEntry entry) {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    for (StoredAttribute attribute : entry.attributes()) {
      if (attribute.text() && !NOT_SHOWN.contains(attribute.oid())) {
        attributes.put(attribute.name(), attribute.values().stream().map(Octets::text).toList());
      }
    }
    return attributes;
  }

  /** Empty when a limit on it can't be understood: better out of use than without its limit. */
  private static Optional<AppPassword> appPassword(StoredEntry entry) {
    String id = one(entry, Oids.ENTRY_UUID).orElseThrow();
    try {
      Instant made = time(entry, Oids.CREATE_TIMESTAMP).orElse(Instant.EPOCH);
      return Optional.of(
          new AppPassword(
              AppPasswordId.of(id),
              one(entry, Oids.CN).orElse(""),
              services(entry),
              one(entry, Oids.USER_PASSWORD).flatMap(stored -> tag(stored, id)),
              time(entry, Oids.SECRET_MADE).orElse(made),
              time(entry, Oids.EXPIRES),
              entry.texts(Oids.NETWORK).stream().map(Cidr::parse).toList(),
              one(entry, Oids.IDLE_LIMIT).map(Long::parseLong).map(Duration::ofSeconds),
              made,
              one(entry, Oids.MADE_BY).orElse(""),
              lastUse(entry)));
    } catch (IllegalArgumentException e) {
      log.warn("event=malformed-app-password id={} reason=\"{}\"", id, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Tag> tag(String stored, String id) {
    Optional<Tag> tag = Tag.parse(stored);
    if (tag.isEmpty()) {
      log.warn("event=malformed-verifier app-password={}", id);
    }
    return tag;
  }

  private static Set<Service> services(StoredEntry entry) {
    Set<Service> services = new HashSet<>();
    entry.texts(Oids.SERVICE).forEach(id -> Service.byId(id).ifPresent(services::add));
    return services;
  }

  private static Optional<LastUse> lastUse(StoredEntry entry) {
    return time(entry, Oids.LAST_USED)
        .flatMap(
            time ->
                one(entry, Oids.LAST_SERVICE)
                    .flatMap(Service::byId)
                    .map(
                        service ->
                            new LastUse(
                                time,
                                one(entry, Oids.LAST_ADDRESS).orElse(""),
                                service,
                                one(entry, Oids.LAST_CLIENT).orElse(""))));
  }

  private static Optional<Instant> time(StoredEntry entry, String oid) {
    return one(entry, oid)
        .map(
            text ->
                GeneralizedTimes.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException("a time is malformed")));
  }

  private static Optional<String> one(StoredEntry entry, String oid) {
    return entry.texts(oid).stream().findFirst();
  }
}
