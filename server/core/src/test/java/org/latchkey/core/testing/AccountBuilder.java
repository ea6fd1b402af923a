// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.Tombstone;
import org.latchkey.core.upstream.AccountUpstreams;

/** An account that is as another one, except for what a test says. */
public final class AccountBuilder {
  private final Account other;
  private Set<String> logins;
  private boolean disabled;
  private boolean admin;
  private List<AppPassword> appPasswords;
  private List<Tombstone> tombstones;
  private Map<String, List<String>> attributes;
  private AccountUpstreams upstreams;
  private EnrolledFactors factors;
  private long version;

  private AccountBuilder(Account other) {
    this.other = other;
    logins = other.logins();
    disabled = other.disabled();
    admin = other.admin();
    appPasswords = other.appPasswords();
    tombstones = other.tombstones();
    attributes = other.attributes();
    upstreams = other.upstreams();
    factors = other.factors();
    version = other.version();
  }

  /** One with nothing but a login, which its id and its DN follow from. */
  public static AccountBuilder named(String login) {
    AccountId id = new AccountId(UUID.nameUUIDFromBytes(login.getBytes(StandardCharsets.UTF_8)));
    return like(
        new Account(
            id,
            "uid=" + login + ",ou=people,dc=example,dc=org",
            Set.of(login),
            false,
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of("uid", List.of(login)),
            1));
  }

  public static AccountBuilder like(Account other) {
    return new AccountBuilder(other);
  }

  public AccountBuilder logins(String... values) {
    logins = Set.of(values);
    return this;
  }

  public AccountBuilder disabled(boolean value) {
    disabled = value;
    return this;
  }

  public AccountBuilder admin(boolean value) {
    admin = value;
    return this;
  }

  public AccountBuilder appPasswords(List<AppPassword> values) {
    appPasswords = values;
    return this;
  }

  public AccountBuilder tombstones(List<Tombstone> values) {
    tombstones = values;
    return this;
  }

  /**
   * What its owner may read over LDAP.
   *
   * @param values attribute type to values
   */
  public AccountBuilder attributes(Map<String, List<String>> values) {
    attributes = values;
    return this;
  }

  public AccountBuilder upstreams(AccountUpstreams value) {
    upstreams = value;
    return this;
  }

  public AccountBuilder factors(EnrolledFactors value) {
    factors = value;
    return this;
  }

  public AccountBuilder version(long value) {
    version = value;
    return this;
  }

  public Account build() {
    return new Account(
        other.id(),
        other.dn(),
        logins,
        disabled,
        admin,
        other.primaryPasswordHash(),
        appPasswords,
        tombstones,
        attributes,
        upstreams,
        factors,
        version);
  }
}
