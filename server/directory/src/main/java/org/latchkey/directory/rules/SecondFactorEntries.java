// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.DefaultAttribute;
import org.apache.directory.api.ldap.model.entry.DefaultModification;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.EnrolledTotp;
import org.latchkey.core.factor.Passkey;
import org.latchkey.core.factor.RecoveryCodeHash;
import org.latchkey.directory.schema.Names;
import org.latchkey.directory.schema.Oids;
import org.latchkey.directory.schema.StoredFactors;

/**
 * The rules for the second factors in an account's entry: they are the server's alone to write, and
 * an admin's client can only take them away.
 */
public final class SecondFactorEntries {
  private SecondFactorEntries() {}

  /** Refuses an entry of a client's that brings second factors along, whatever its classes. */
  static void checkAdded(Entry entry, boolean server) throws LdapException {
    for (String oid : StoredFactors.ALL) {
      if (!server && entry.get(oid) != null) {
        throw Refused.unwilling(
            "the server sets " + entry.get(oid).getUpId() + ": people enrol in the portal");
      }
    }
  }

  /** Refuses a client's modification that does more than take one of the attributes away. */
  static void checkChange(List<Modification> modifications, boolean server) throws LdapException {
    for (Modification each : modifications) {
      Attribute attribute = each.getAttribute();
      boolean ours = StoredFactors.ALL.contains(attribute.getAttributeType().getOid());
      // Deleting wants the attribute to be there; replacing by nothing doesn't (RFC 4511 §4.6).
      boolean takesAway =
          each.getOperation() != ModificationOperation.ADD_ATTRIBUTE && attribute.size() == 0;
      if (ours && !server && !takesAway) {
        throw Refused.unwilling(
            "the server sets "
                + attribute.getAttributeType().getName()
                + ": it can only be deleted, or replaced by nothing");
      }
    }
  }

  /** Refuses values that aren't of our own making, as a backup's are. */
  public static void checkLoaded(Entry account) throws LdapException {
    for (String oid : StoredFactors.ALL) {
      if (!StoredFactors.unreadable(each -> texts(account, each), oid).isEmpty()) {
        throw Refused.constraint("its " + account.get(oid).getUpId() + " is malformed");
      }
    }
  }

  /** The second factors that an account's entry holds. */
  public static EnrolledFactors of(Entry account) {
    return StoredFactors.read(oid -> texts(account, oid));
  }

  private static List<String> texts(Entry entry, String oid) {
    List<String> texts = new ArrayList<>();
    Attribute attribute = entry.get(oid);
    if (attribute != null) {
      for (Value value : attribute) {
        texts.add(new String(value.getBytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  /**
   * The modifications of an account's entry that leave these and no others. What can't be read
   * stays, unless there is to be none at all, or another authenticator app takes its place.
   */
  public static List<Modification> replacing(Entry account, EnrolledFactors factors)
      throws LdapException {
    List<String> totp = factors.totp().map(EnrolledTotp::stored).stream().toList();
    List<String> passkeys = factors.passkeys().stream().map(Passkey::stored).toList();
    List<String> codes = factors.recoveryCodes().stream().map(RecoveryCodeHash::stored).toList();
    boolean reset = factors.equals(EnrolledFactors.NONE);
    return List.of(
        replace(
            Names.TOTP, reset || !totp.isEmpty() ? totp : withUnreadable(account, Oids.TOTP, totp)),
        replace(Names.PASSKEY, reset ? passkeys : withUnreadable(account, Oids.PASSKEY, passkeys)),
        replace(
            Names.RECOVERY_CODE,
            reset ? codes : withUnreadable(account, Oids.RECOVERY_CODE, codes)));
  }

  private static List<String> withUnreadable(Entry account, String oid, List<String> readable) {
    List<String> all = new ArrayList<>(readable);
    all.addAll(StoredFactors.unreadable(each -> texts(account, each), oid));
    return all;
  }

  private static Modification replace(String name, List<String> texts) throws LdapException {
    boolean text = name.equals(Names.PASSKEY);
    Attribute attribute =
        text
            ? new DefaultAttribute(name, texts.toArray(String[]::new))
            : new DefaultAttribute(
                name,
                texts.stream()
                    .map(each -> each.getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new));
    return new DefaultModification(ModificationOperation.REPLACE_ATTRIBUTE, attribute);
  }
}
