// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.directory.api.ldap.model.constants.AuthenticationLevel;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapAuthenticationException;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapUnwillingToPerformException;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.core.api.DirectoryService;
import org.apache.directory.server.core.api.LdapPrincipal;
import org.apache.directory.server.core.api.interceptor.context.BindOperationContext;
import org.apache.directory.server.core.authn.AbstractAuthenticator;
import org.apache.directory.server.core.authn.Authenticator;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.Secret;
import org.latchkey.directory.rules.AccountEntries;
import org.latchkey.directory.rules.Admins;
import org.latchkey.directory.schema.Names;
import org.latchkey.directory.schema.Oids;

/**
 * Who may bind on the admin port, and who of them is an admin: the configured admin, with the
 * password of its file, and accounts, with their primary passwords. A bind never tells whether the
 * name or the password was wrong, and costs the same for both.
 */
public final class AdminIdentity implements Admins {
  private final DirectoryService service;
  private final EmbeddedDirectory.Parts parts;
  private final String nobodysHash;

  AdminIdentity(DirectoryService service, EmbeddedDirectory.Parts parts) {
    this.service = service;
    this.parts = parts;
    try (Secret nobodys =
        Secret.takeOver("nobody's password".getBytes(StandardCharsets.US_ASCII))) {
      nobodysHash = parts.primaryPasswords().hash(nobodys);
    }
  }

  /** The DN of the configured admin. */
  public String dn() {
    return parts.adminDn();
  }

  @Override
  public boolean isAdmin(LdapPrincipal principal) {
    if (principal.getAuthenticationLevel() == AuthenticationLevel.NONE) {
      return false;
    }
    try {
      Dn dn = principal.getDn();
      return dn.equals(new Dn(service.getSchemaManager(), dn())) || isMember(dn);
    } catch (LdapException e) {
      return false;
    }
  }

  /** Whether this is a member of {@code cn=admins} now. */
  boolean isMember(Dn dn) throws LdapException {
    Optional<Entry> group = find("cn=admins,ou=groups," + parts.settings().base());
    Attribute members = group.map(entry -> entry.get(Oids.MEMBER)).orElse(null);
    if (members == null) {
      return false;
    }
    for (Value member : members) {
      if (dn.equals(new Dn(service.getSchemaManager(), member.getString()))) {
        return true;
      }
    }
    return false;
  }

  private Optional<Entry> find(String dn) throws LdapException {
    return service.getAdminSession().exists(dn)
        ? Optional.of(service.getAdminSession().lookup(new Dn(service.getSchemaManager(), dn)))
        : Optional.empty();
  }

  Authenticator authenticator() {
    try {
      return new BindDecision(new Dn(service.getSchemaManager(), parts.settings().base()));
    } catch (LdapException e) {
      throw new IllegalArgumentException("directory.base is no DN", e);
    }
  }

  /** Decides simple binds below the base. */
  private final class BindDecision extends AbstractAuthenticator {
    BindDecision(Dn base) {
      super(AuthenticationLevel.SIMPLE, base);
    }

    @Override
    public LdapPrincipal authenticate(BindOperationContext context) throws LdapException {
      byte @Nullable [] typed = context.getCredentials();
      if (typed == null || typed.length == 0) {
        throw new LdapUnwillingToPerformException(
            ResultCodeEnum.UNWILLING_TO_PERFORM, "a bind with a name needs a password");
      }
      Dn dn = context.getDn();
      if (!isGood(dn, typed)) {
        throw new LdapAuthenticationException("wrong name or password");
      }
      return new LdapPrincipal(
          service.getSchemaManager(), dn, AuthenticationLevel.SIMPLE, new byte[0]);
    }

    private boolean isGood(Dn dn, byte[] typed) throws LdapException {
      PrimaryPasswords passwords = parts.primaryPasswords();
      if (dn.equals(new Dn(service.getSchemaManager(), dn()))) {
        byte[] wanted = parts.adminPassword().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(wanted, typed);
      }
      Optional<String> stored =
          find(dn.getName())
              .filter(entry -> entry.hasObjectClass(Names.ACCOUNT))
              .filter(entry -> !AccountEntries.isDisabled(entry))
              .map(entry -> entry.get(Oids.USER_PASSWORD))
              .map(Attribute::get)
              .map(value -> new String(value.getBytes(), StandardCharsets.US_ASCII));
      try (Secret secret = Secret.takeOver(typed.clone())) {
        return passwords.verify(secret, stored.orElse(nobodysHash)) && stored.isPresent();
      }
    }
  }
}
