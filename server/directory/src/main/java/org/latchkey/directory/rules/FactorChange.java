// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.EnrolledTotp;
import org.latchkey.core.factor.RecoveryCodeHash;

/** Names what became of an account's second factors: where it is several things, the gravest. */
final class FactorChange {
  private FactorChange() {}

  /**
   * @param server whether the server did it: only it knows when a recovery code is used
   */
  static Optional<ChangeKind> between(
      EnrolledFactors before, EnrolledFactors after, boolean server) {
    if (after.equals(before)) {
      return Optional.empty();
    }
    if (after.equals(EnrolledFactors.NONE)) {
      return Optional.of(ChangeKind.SECOND_FACTORS_RESET);
    }
    Set<Object> had = credentials(before);
    Set<Object> has = credentials(after);
    if (!had.containsAll(has)) {
      return Optional.of(ChangeKind.SECOND_FACTOR_ENROLLED);
    }
    if (!has.containsAll(had)) {
      return Optional.of(ChangeKind.SECOND_FACTOR_REMOVED);
    }
    Set<RecoveryCodeHash> hadCodes = Set.copyOf(before.recoveryCodes());
    Set<RecoveryCodeHash> hasCodes = Set.copyOf(after.recoveryCodes());
    if (!hadCodes.containsAll(hasCodes)) {
      return Optional.of(ChangeKind.RECOVERY_CODES_MADE);
    }
    int gone = hadCodes.size() - hasCodes.size();
    if (gone > 0) {
      return Optional.of(
          gone == 1 && server ? ChangeKind.RECOVERY_CODE_USED : ChangeKind.RECOVERY_CODES_REMOVED);
    }
    return counters(before).equals(counters(after))
        ? Optional.empty()
        : Optional.of(ChangeKind.SECOND_FACTOR_USED);
  }

  /** What stays the same of a factor while it is used. */
  private static Set<Object> credentials(EnrolledFactors factors) {
    Set<Object> credentials = new HashSet<>();
    factors.totp().map(EnrolledTotp::secret).ifPresent(credentials::add);
    factors.passkeys().stream()
        .map(each -> each.credentialId() + ' ' + each.credentialData())
        .forEach(credentials::add);
    for (int i = 0; i < factors.unreadable(); i++) {
      credentials.add("unreadable " + i);
    }
    return credentials;
  }

  private static Set<Object> counters(EnrolledFactors factors) {
    Set<Object> counters = new HashSet<>();
    factors.totp().map(EnrolledTotp::lastStep).ifPresent(counters::add);
    factors.passkeys().stream()
        .map(each -> each.credentialId() + ' ' + each.signatureCount())
        .forEach(counters::add);
    return counters;
  }
}
