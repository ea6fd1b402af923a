// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedResult;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What an admin does with ldapadd, ldapmodify, ldappasswd and ldapdelete, by UnboundID's client.
 */
public final class Admin implements AutoCloseable {
  /** The group whose members are admins. */
  public static final String ADMINS = "cn=admins,ou=groups," + TestSettings.BASE;

  static final String[] EVERY_SERVICE = {
    "imap", "pop3", "sieve", "smtp", "carddav", "caldav", "ldap"
  };

  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final LDAPConnection connection;

  public Admin(LDAPConnection connection) {
    this.connection = connection;
  }

  public LDAPConnection connection() {
    return connection;
  }

  public void addAccount(TestAccount account) throws LDAPException {
    Entry entry = new Entry(account.dn());
    entry.addAttribute("objectClass", "inetOrgPerson", "latchkeyAccount");
    entry.addAttribute("uid", account.uid());
    entry.addAttribute("mail", account.login());
    entry.addAttribute("cn", account.uid());
    entry.addAttribute("sn", account.uid());
    entry.addAttribute("userPassword", account.primaryPassword());
    connection.add(entry);
  }

  /** An app password for every service. */
  public TestAppPassword make(TestAccount account, String label) throws LDAPException {
    return make(account, label, EVERY_SERVICE);
  }

  public TestAppPassword make(TestAccount account, String label, String... services)
      throws LDAPException {
    Entry entry = new Entry(account.appPasswordDn(label));
    entry.addAttribute("objectClass", "latchkeyAppPassword");
    entry.addAttribute("cn", label);
    entry.addAttribute("latchkeyService", services);
    connection.add(entry);
    return new TestAppPassword(account, entry.getDN(), generate(entry.getDN()));
  }

  /** Puts an account among the admins, and makes it an app password for the admin port. */
  public TestAppPassword makeAdmin(TestAccount account) throws LDAPException {
    connection.modify(ADMINS, new Modification(ModificationType.ADD, "member", account.dn()));
    return make(account, "Administration", "admin");
  }

  /** Takes an account's rights away. */
  public void takeRights(TestAccount account) throws LDAPException {
    connection.modify(ADMINS, new Modification(ModificationType.DELETE, "member", account.dn()));
  }

  /** RFC 3062 without a new password: what the server generated. */
  public String generate(String dn) throws LDAPException {
    return generate(connection, dn);
  }

  public static String generate(LDAPConnection connection, String dn) throws LDAPException {
    ExtendedResult result = modifyPassword(connection, dn, null);
    @Nullable String generated =
        result instanceof PasswordModifyExtendedResult modified
            ? modified.getGeneratedPassword()
            : null;
    if (!result.getResultCode().equals(ResultCode.SUCCESS) || generated == null) {
      throw new LDAPException(result);
    }
    return generated;
  }

  public void changePassword(String dn, String password) throws LDAPException {
    ExtendedResult result = modifyPassword(connection, dn, password);
    if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
      throw new LDAPException(result);
    }
  }

  private static ExtendedResult modifyPassword(
      LDAPConnection connection, String dn, @Nullable String password) throws LDAPException {
    return connection.processExtendedOperation(
        new PasswordModifyExtendedRequest(dn, null, password));
  }

  public void replace(String dn, String attribute, String... values) throws LDAPException {
    connection.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
  }

  public void expire(String dn, Instant time) throws LDAPException {
    replace(dn, "latchkeyExpires", GENERALIZED_TIME.format(time));
  }

  public void delete(String dn) throws LDAPException {
    connection.delete(dn);
  }

  @Override
  public void close() {
    connection.close();
  }
}
