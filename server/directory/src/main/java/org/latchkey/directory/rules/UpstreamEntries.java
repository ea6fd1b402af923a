// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.SealedSecret;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.Secret;
import org.latchkey.core.upstream.UpstreamAddress;
import org.latchkey.directory.schema.Oids;

/** The rules for what an account's entry says of its upstreams: real addresses, a sealed secret. */
public final class UpstreamEntries {
  /** Longer than any password that IMAP, SMTP or HTTP servers take. */
  private static final int MAX_SECRET_BYTES = 1024;

  private final SealedSecrets seals;

  public UpstreamEntries(SealedSecrets seals) {
    this.seals = seals;
  }

  /** Checks an account as it is going to be. */
  static void check(Entry account) throws LdapException {
    Attribute addresses = account.get(Oids.UPSTREAM);
    if (addresses == null) {
      return;
    }
    for (Value each : addresses) {
      if (UpstreamAddress.parseForService(each.getString()).isEmpty()) {
        throw Refused.constraint(
            "latchkeyUpstream is a service and an address, such as imap mail2.example.org:143");
      }
    }
  }

  /** Seals the secret of an account that is being added. */
  public void seal(Entry account) throws LdapException {
    Attribute secret = account.get(Oids.UPSTREAM_SECRET);
    if (secret != null) {
      seal(id(account), secret);
    }
  }

  /**
   * Seals the secret that a modification sets.
   *
   * @param before the account as it is
   */
  void seal(Entry before, List<Modification> modifications) throws LdapException {
    for (Modification each : modifications) {
      Attribute attribute = each.getAttribute();
      if (attribute.getAttributeType().getOid().equals(Oids.UPSTREAM_SECRET)
          && attribute.size() > 0) {
        if (each.getOperation() == ModificationOperation.REMOVE_ATTRIBUTE) {
          throw Refused.unwilling("replace latchkeyUpstreamSecret, or delete it without a value");
        }
        seal(id(before), attribute);
      }
    }
  }

  private static AccountId id(Entry account) throws LdapException {
    return AccountId.of(account.get(Oids.ENTRY_UUID).getString());
  }

  private void seal(AccountId account, Attribute attribute) throws LdapException {
    byte[] octets = attribute.get().getBytes();
    if (attribute.size() > 1 || octets.length == 0 || octets.length > MAX_SECRET_BYTES) {
      throw Refused.constraint(
          "an account has one secret for its upstreams, of at most "
              + MAX_SECRET_BYTES
              + " octets");
    }
    for (byte each : octets) {
      if (each == 0 || each == '\r' || each == '\n') {
        throw Refused.constraint("a secret for upstreams has no NUL, CR or LF in it");
      }
    }
    if (SealedSecret.parse(new String(octets, StandardCharsets.US_ASCII)).isPresent()) {
      throw Refused.constraint("give the secret for upstreams itself: it is sealed here");
    }
    try (Secret secret = Secret.takeOver(octets.clone())) {
      String stored = seals.seal(account, secret).stored();
      attribute.clear();
      attribute.add(stored.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
