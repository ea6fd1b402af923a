// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Secret;

/**
 * The admin of the settings, who binds on the admin port with the password of a file and has no
 * entry in the directory. It is an account to everything behind the door all the same: its sign-ins
 * are held back, audited, counted and ended like anybody's.
 */
public final class ConfiguredAdmin {
  /** No entry has this id: an entryUUID is never nil (RFC 9562 §5.9). */
  private static final UUID NIL = new UUID(0, 0);

  private final Account account;
  private final AppPassword password;
  private final byte[] digest;

  /**
   * @param dn what it binds as
   * @param password what with, in UTF-8
   */
  public ConfiguredAdmin(String dn, String password) {
    this.password =
        new AppPassword(
            new AppPasswordId(NIL),
            "admin-password",
            Set.of(Service.ADMIN),
            Optional.empty(),
            Instant.EPOCH,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Instant.EPOCH,
            dn,
            Optional.empty());
    account =
        new Account(
            new AccountId(NIL),
            dn,
            Set.of(),
            false,
            Optional.empty(),
            List.of(this.password),
            List.of(),
            Map.of(),
            0);
    digest = sha256(password.getBytes(StandardCharsets.UTF_8));
  }

  Account account() {
    return account;
  }

  /** Whether this account is the configured admin's. */
  public boolean is(AccountId id) {
    return account.id().equals(id);
  }

  /** Pure but for the secret, which is read; takes as long for any text of one length. */
  Decision on(Secret typed) {
    return MessageDigest.isEqual(digest, sha256(typed.octets()))
        ? new Decision.Good(password, Service.ADMIN, Optional.empty())
        : new Decision.Bad(DenialReason.WRONG_PASSWORD, "");
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
