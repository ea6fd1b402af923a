// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.demo;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedResult;
import java.util.List;
import java.util.Optional;

/** Makes the demo's accounts the way an admin would: over the admin port, as an LDAP client. */
final class DemoAccounts {
  private static final String LABEL = "Demo";

  private final LDAPConnection admin;
  private final String base;

  DemoAccounts(LDAPConnection admin, String base) {
    this.admin = admin;
    this.base = base;
  }

  /** The account, made where it isn't there yet, with a fresh secret for its app password. */
  DemoAccount make(String uid, String name) throws LDAPException {
    DN dn = new DN("uid=" + uid + ",ou=people," + base);
    String login = uid + "@example.org";
    String primaryPassword = uid + "'s primary password";
    if (admin.getEntry(dn.toString(), "1.1") == null) {
      Entry entry = new Entry(dn);
      entry.addAttribute("objectClass", List.of("inetOrgPerson", "latchkeyAccount"));
      entry.addAttribute("uid", uid);
      entry.addAttribute("mail", login);
      entry.addAttribute("cn", name);
      entry.addAttribute("sn", name);
      entry.addAttribute("userPassword", primaryPassword);
      admin.add(entry);
    }
    DN appPassword = new DN(new RDN("cn", LABEL), dn);
    if (admin.getEntry(appPassword.toString(), "1.1") == null) {
      Entry entry = new Entry(appPassword);
      entry.addAttribute("objectClass", "latchkeyAppPassword");
      entry.addAttribute("cn", LABEL);
      entry.addAttribute(
          "latchkeyService", List.of("imap", "pop3", "sieve", "smtp", "carddav", "caldav", "ldap"));
      admin.add(entry);
    }
    return new DemoAccount(
        login, dn.toString(), primaryPassword, generate(appPassword), appPassword.toString());
  }

  /** Makes a person one of the directory's admins. */
  void makeAdmin(DemoAccount account) throws LDAPException {
    try {
      admin.modify(
          "cn=admins,ou=groups," + base,
          new Modification(ModificationType.ADD, "member", account.dn()));
    } catch (LDAPException e) {
      if (!e.getResultCode().equals(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS)) {
        throw e;
      }
    }
  }

  private String generate(DN appPassword) throws LDAPException {
    ExtendedResult result =
        admin.processExtendedOperation(
            new PasswordModifyExtendedRequest(
                appPassword.toString(), (String) null, (String) null));
    Optional<String> generated =
        result instanceof PasswordModifyExtendedResult modified
            ? Optional.ofNullable(modified.getGeneratedPassword())
            : Optional.empty();
    if (!result.getResultCode().equals(ResultCode.SUCCESS) || generated.isEmpty()) {
      throw new LDAPException(result);
    }
    return generated.get();
  }
}
