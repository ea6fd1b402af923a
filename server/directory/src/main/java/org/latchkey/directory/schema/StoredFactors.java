// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.EnrolledTotp;
import org.latchkey.core.factor.Passkey;
import org.latchkey.core.factor.RecoveryCodeHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Second factors as they are stored: three attributes of the account, a text in each value. */
public final class StoredFactors {
  private static final Logger log = LoggerFactory.getLogger(StoredFactors.class);

  /** The OIDs of the attribute types that hold second factors. */
  public static final List<String> ALL = List.of(Oids.TOTP, Oids.PASSKEY, Oids.RECOVERY_CODE);

  private StoredFactors() {}

  /** Gives an entry's values as texts. */
  @FunctionalInterface
  public interface Texts {
    /** The values of the attribute type with this OID. */
    List<String> of(String oid);
  }

  /** What an account's entry says; what is malformed is counted, with a line in the log. */
  public static EnrolledFactors read(Texts entry) {
    List<String> totp = entry.of(Oids.TOTP);
    List<String> passkeys = entry.of(Oids.PASSKEY);
    List<String> codes = entry.of(Oids.RECOVERY_CODE);
    List<EnrolledTotp> readTotp = parsed(totp, EnrolledTotp::parse);
    List<Passkey> readPasskeys = parsed(passkeys, Passkey::parse);
    List<RecoveryCodeHash> readCodes = parsed(codes, RecoveryCodeHash::parse);
    int stored = totp.size() + passkeys.size() + codes.size();
    int unreadable = stored - readTotp.size() - readPasskeys.size() - readCodes.size();
    if (unreadable > 0) {
      log.warn(
          "event=malformed-second-factor account={} values={}",
          entry.of(Oids.ENTRY_UUID),
          unreadable);
    }
    return new EnrolledFactors(readTotp.stream().findFirst(), readPasskeys, readCodes, unreadable);
  }

  private static <F> List<F> parsed(List<String> texts, Function<String, Optional<F>> parse) {
    return texts.stream().map(parse).flatMap(Optional::stream).toList();
  }

  /** The values of the attribute type with this OID that are malformed. */
  public static List<String> unreadable(Texts entry, String oid) {
    return entry.of(oid).stream().filter(text -> !isSound(oid, text)).toList();
  }

  private static boolean isSound(String oid, String text) {
    return switch (oid) {
      case Oids.TOTP -> EnrolledTotp.parse(text).isPresent();
      case Oids.PASSKEY -> Passkey.parse(text).isPresent();
      case Oids.RECOVERY_CODE -> RecoveryCodeHash.parse(text).isPresent();
      default -> throw new IllegalArgumentException(oid + " is no second factor's");
    };
  }

  /** Whether two stand for the same stored values, in whatever order. */
  public static boolean same(EnrolledFactors one, EnrolledFactors other) {
    return one.unreadable() == other.unreadable() && texts(one).equals(texts(other));
  }

  private static Set<String> texts(EnrolledFactors factors) {
    Set<String> texts = new HashSet<>();
    factors.totp().ifPresent(each -> texts.add(each.stored()));
    factors.passkeys().forEach(each -> texts.add(each.stored()));
    factors.recoveryCodes().forEach(each -> texts.add(each.stored()));
    return texts;
  }
}
