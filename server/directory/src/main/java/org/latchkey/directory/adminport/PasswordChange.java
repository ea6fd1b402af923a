// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.api.CoreSession;
import org.apache.directory.server.core.api.DirectoryService;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.AppPasswords;
import org.latchkey.core.password.GeneratedAppPassword;
import org.latchkey.core.password.PrimaryPasswordChange;
import org.latchkey.core.password.SecondFactorProof.AdminAuthority;
import org.latchkey.core.password.Secret;
import org.latchkey.directory.rules.Admins;
import org.latchkey.directory.rules.Refused;
import org.latchkey.directory.schema.Names;
import org.latchkey.directory.schema.Oids;

/** What an admin's password change comes to, by what its target is. */
public final class PasswordChange {
  private final DirectoryService service;
  private final Admins admins;
  private final AppPasswords appPasswords;
  private final PrimaryPasswordChange primaryPasswords;

  public PasswordChange(
      DirectoryService service,
      Admins admins,
      AppPasswords appPasswords,
      PrimaryPasswordChange primaryPasswords) {
    this.service = service;
    this.admins = admins;
    this.appPasswords = appPasswords;
    this.primaryPasswords = primaryPasswords;
  }

  SchemaManager schema() {
    return service.getSchemaManager();
  }

  /**
   * Changes a password.
   *
   * @param typed the new password; empty asks the server to generate one
   * @return what the server generated; empty when it didn't
   */
  byte[] change(CoreSession session, Dn target, byte[] typed) throws LdapException {
    if (!admins.isAdmin(session)) {
      throw new Refused(ResultCodeEnum.INSUFFICIENT_ACCESS_RIGHTS, "you may not do that here");
    }
    AdminAuthority proof =
        new AdminAuthority(session.getAuthenticatedPrincipal().getDn().getName());
    Optional<Entry> entry = find(target);
    if (entry.isPresent() && isForAdmins(entry.get()) && !admins.isConfigured(session)) {
      throw new Refused(
          ResultCodeEnum.UNWILLING_TO_PERFORM,
          "app passwords for the service admin are made and changed in the portal");
    }
    if (entry.isPresent() && entry.get().hasObjectClass(Names.ACCOUNT)) {
      return changePrimary(accountId(entry.get()), typed, proof);
    }
    Optional<Entry> account =
        target.isEmpty()
            ? Optional.empty()
            : find(target.getParent()).filter(parent -> parent.hasObjectClass(Names.ACCOUNT));
    if (account.isEmpty() || !target.getRdn().getNormType().equals(Oids.CN)) {
      throw new Refused(ResultCodeEnum.NO_SUCH_OBJECT, "no account or app password has this name");
    }
    if (typed.length > 0) {
      throw new Refused(
          ResultCodeEnum.UNWILLING_TO_PERFORM, "app passwords are generated: give no new password");
    }
    AccountId id = accountId(account.get());
    try (GeneratedAppPassword generated =
        entry.isPresent()
            ? appPasswords.regenerate(proof, id, appPasswordId(entry.get()))
            : appPasswords.generate(
                proof, id, AppPasswordDraft.named(target.getRdn().getValue()))) {
      return new String(AppPasswordFormat.grouped(generated.secret()))
          .getBytes(StandardCharsets.US_ASCII);
    }
  }

  private byte[] changePrimary(AccountId account, byte[] typed, AdminAuthority proof) {
    if (typed.length == 0) {
      try (Secret generated = primaryPasswords.generate(proof, account)) {
        return generated.octets().clone();
      }
    }
    try (Secret chosen = Secret.takeOver(typed.clone())) {
      primaryPasswords.change(proof, account, chosen);
      return new byte[0];
    }
  }

  private Optional<Entry> find(Dn dn) throws LdapException {
    CoreSession session = service.getAdminSession();
    return session.exists(dn)
        ? Optional.of(session.lookup(dn, "*", "entryUUID"))
        : Optional.empty();
  }

  private static boolean isForAdmins(Entry entry) {
    return entry.contains(Names.SERVICE, Service.ADMIN.id());
  }

  private static AccountId accountId(Entry entry) throws LdapException {
    return AccountId.of(entry.get(Oids.ENTRY_UUID).getString());
  }

  private static AppPasswordId appPasswordId(Entry entry) throws LdapException {
    return AppPasswordId.of(entry.get(Oids.ENTRY_UUID).getString());
  }
}
