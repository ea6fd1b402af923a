// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What an admin does over the admin port, with an LDAP client library. */
final class Admin {
  static final String BASE = "dc=example,dc=org";
  static final String PEOPLE = "ou=people," + BASE;
  static final String DN = "cn=admin," + BASE;

  private static final int PATIENCE_MILLIS = 20_000;

  private Admin() {}

  static String dn(String uid) {
    return "uid=" + uid + "," + PEOPLE;
  }

  static String dn(String label, String uid) {
    return "cn=" + label + "," + dn(uid);
  }

  static LDAPConnection bind(Child child) throws LDAPException, IOException {
    LDAPConnection connection = connect(child.port("adminLdap"));
    try {
      connection.bind(DN, child.adminPassword());
      return connection;
    } catch (LDAPException | IOException e) {
      connection.close();
      throw e;
    }
  }

  static LDAPConnection connect(int port) throws LDAPException {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setConnectTimeoutMillis(PATIENCE_MILLIS);
    options.setResponseTimeoutMillis(PATIENCE_MILLIS);
    options.setAbandonOnTimeout(false);
    return new LDAPConnection(options, "127.0.0.1", port);
  }

  static void addAccount(LDAPInterface admin, String uid, String mail, String password)
      throws LDAPException {
    Entry entry = new Entry(dn(uid));
    entry.addAttribute("objectClass", "inetOrgPerson", "latchkeyAccount");
    entry.addAttribute("uid", uid);
    entry.addAttribute("cn", uid);
    entry.addAttribute("sn", uid);
    entry.addAttribute("mail", mail);
    entry.addAttribute("userPassword", password);
    var _ = admin.add(entry);
  }

  /** Has a secret made for an app password, and the app password itself where it isn't there. */
  static String generate(LDAPConnection admin, String dn) throws LDAPException {
    return changed(admin, dn, null);
  }

  static void changePrimaryPassword(LDAPConnection admin, String uid, String password)
      throws LDAPException {
    changed(admin, dn(uid), password);
  }

  /** RFC 3062; what the server generated, empty where it didn't. */
  private static String changed(LDAPConnection admin, String dn, @Nullable String password)
      throws LDAPException {
    ExtendedResult result =
        admin.processExtendedOperation(new PasswordModifyExtendedRequest(dn, null, password));
    if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
      throw new LDAPException(result);
    }
    String generated =
        result instanceof PasswordModifyExtendedResult modified
            ? modified.getGeneratedPassword()
            : null;
    return generated == null ? "" : generated;
  }
}
