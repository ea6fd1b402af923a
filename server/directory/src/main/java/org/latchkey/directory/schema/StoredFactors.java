// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.schema;

import java.util.ArrayList;
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

  private StoredFactors() {}

  /** Gives an entry's values as texts. */
  @FunctionalInterface
  public interface Texts {
    /** The values of the attribute type with this OID. */
    List<String> of(String oid);
  }

  /** What an account's entry says; what is malformed is passed over with a line in the log. */
  public static EnrolledFactors read(Texts entry) {
    List<EnrolledTotp> totp = parsed(entry, Oids.TOTP, EnrolledTotp::parse);
    return new EnrolledFactors(
        totp.stream().findFirst(),
        parsed(entry, Oids.PASSKEY, Passkey::parse),
        parsed(entry, Oids.RECOVERY_CODE, RecoveryCodeHash::parse));
  }

  private static <F> List<F> parsed(Texts entry, String oid, Function<String, Optional<F>> parse) {
    List<F> parsed = new ArrayList<>();
    for (String text : entry.of(oid)) {
      parse.apply(text).ifPresentOrElse(parsed::add, () -> logMalformed(entry, oid));
    }
    return parsed;
  }

  private static void logMalformed(Texts entry, String oid) {
    log.warn("event=malformed-second-factor account={} type={}", entry.of(Oids.ENTRY_UUID), oid);
  }

  /** Whether two stand for the same stored values, in whatever order. */
  public static boolean same(EnrolledFactors one, EnrolledFactors other) {
    return texts(one).equals(texts(other));
  }

  private static Set<String> texts(EnrolledFactors factors) {
    Set<String> texts = new HashSet<>();
    factors.totp().ifPresent(each -> texts.add(each.stored()));
    factors.passkeys().forEach(each -> texts.add(each.stored()));
    factors.recoveryCodes().forEach(each -> texts.add(each.stored()));
    return texts;
  }
}
