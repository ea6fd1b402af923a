// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.password.PasswordOwner;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.Secret;
import org.latchkey.directory.partition.LmdbPartition;
import org.latchkey.directory.partition.LmdbWriteTxn;
import org.latchkey.directory.schema.Names;
import org.latchkey.directory.schema.Oids;

/** The rules for an account's own entry: login names that are nobody else's, a hashed password. */
public final class AccountEntries {
  private final LmdbPartition partition;
  private final PrimaryPasswords passwords;
  private final Dn admin;

  /**
   * @param admin the configured admin's name, which no account has
   */
  public AccountEntries(LmdbPartition partition, PrimaryPasswords passwords, Dn admin) {
    this.partition = partition;
    this.passwords = passwords;
    this.admin = admin;
  }

  static boolean isAccount(Entry entry) {
    return entry.hasObjectClass(Names.ACCOUNT);
  }

  /** Whether nothing of it signs in. */
  public static boolean isDisabled(Entry account) {
    Attribute disabled = account.get(Oids.DISABLED);
    return disabled != null && !disabled.contains("FALSE");
  }

  /** Checks an account as it is going to be. */
  void check(LmdbWriteTxn txn, Entry account) throws LdapException {
    if (account.getDn().equals(admin)) {
      throw Refused.constraint("this is the configured admin's name");
    }
    UpstreamEntries.check(account);
    Attribute password = account.get(Oids.USER_PASSWORD);
    if (password != null && password.size() > 1) {
      throw Refused.constraint("an account has one primary password");
    }
    Set<String> own = new HashSet<>();
    for (String oid : List.of(Oids.UID, Oids.MAIL)) {
      Attribute names = account.get(oid);
      if (names != null) {
        for (Value name : names) {
          checkLogin(txn, account, name, own);
        }
      }
    }
  }

  private void checkLogin(LmdbWriteTxn txn, Entry account, Value name, Set<String> own)
      throws LdapException {
    Optional<String> login = LoginName.prepare(name.getString());
    if (login.isEmpty()) {
      throw Refused.constraint("uid and mail are login names: no spaces or control characters");
    }
    if (own.add(login.get())) {
      String id = account.get(Oids.ENTRY_UUID).getString();
      for (Entry other : partition.withLogin(txn, login.get())) {
        if (isAccount(other) && !other.get(Oids.ENTRY_UUID).getString().equals(id)) {
          throw Refused.constraint("another account has this uid or mail");
        }
      }
    }
  }

  /**
   * Hashes the password of an entry that is being added, be it an account yet or not: no password
   * is ever stored in clear.
   */
  void hashPassword(Entry entry, boolean server) throws LdapException {
    Attribute password = entry.get(Oids.USER_PASSWORD);
    if (password != null && !server) {
      Value only = password.get();
      if (password.size() > 1) {
        throw Refused.constraint("an entry has one password");
      }
      entry.removeAttributes(password.getAttributeType());
      entry.put("userPassword", hashed(only, owner(entry, List.of())));
    }
  }

  /**
   * Hashes the password that a modification sets.
   *
   * @return whether the primary password changes
   */
  boolean hashPassword(Entry before, List<Modification> modifications, boolean server)
      throws LdapException {
    if (!LifecycleInterceptor.touches(modifications, Oids.USER_PASSWORD)) {
      return false;
    }
    if (!server) {
      for (Modification each : modifications) {
        Attribute attribute = each.getAttribute();
        if (attribute.getAttributeType().getOid().equals(Oids.USER_PASSWORD)
            && attribute.size() > 0) {
          hash(each, owner(before, modifications));
        }
      }
    }
    return true;
  }

  private void hash(Modification modification, PasswordOwner owner) throws LdapException {
    Attribute attribute = modification.getAttribute();
    if (modification.getOperation() == ModificationOperation.REMOVE_ATTRIBUTE
        || attribute.size() > 1) {
      throw Refused.unwilling("replace the primary password, or use ldappasswd");
    }
    byte[] hashed = hashed(attribute.get(), owner);
    attribute.clear();
    attribute.add(hashed);
  }

  /** Whose password is set, with the names that the same modification gives. */
  private static PasswordOwner owner(Entry before, List<Modification> modifications) {
    List<String> names = new ArrayList<>();
    for (String type : PasswordOwner.NAMED_BY) {
      addTexts(before.get(type), names);
    }
    boolean touchesFactors = false;
    for (Modification each : modifications) {
      AttributeType type = each.getAttribute().getAttributeType();
      if (PasswordOwner.NAMED_BY.contains(type.getName())) {
        addTexts(each.getAttribute(), names);
      }
      touchesFactors |= type.getOid().equals(Oids.TOTP) || type.getOid().equals(Oids.PASSKEY);
    }
    Attribute present = before.get(Oids.USER_PASSWORD);
    return new PasswordOwner(
        names,
        SecondFactorEntries.of(before).any() && !touchesFactors,
        modifications.isEmpty() || present == null
            ? Optional.empty()
            : Optional.of(new String(present.get().getBytes(), StandardCharsets.US_ASCII)));
  }

  private static void addTexts(@Nullable Attribute attribute, List<String> texts) {
    if (attribute != null) {
      for (Value value : attribute) {
        texts.add(value.getString());
      }
    }
  }

  private byte[] hashed(Value typed, PasswordOwner owner) throws LdapException {
    try (Secret secret = Secret.takeOver(typed.getBytes().clone())) {
      Optional<String> refused = passwords.refuse(secret, owner);
      if (refused.isPresent()) {
        throw Refused.constraint(refused.get());
      }
      String text = new String(secret.octets(), StandardCharsets.UTF_8);
      if (text.startsWith("{")) {
        throw Refused.constraint("give the primary password itself, not a hash of it");
      }
      return passwords.hash(secret).getBytes(StandardCharsets.US_ASCII);
    }
  }
}
