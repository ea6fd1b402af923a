// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The second factors of one account, as the directory has them.
 *
 * @param recoveryCodes those that have not been used
 * @param unreadable how many stored values are malformed, or of a later version's making: nobody
 *     can give them, and they are there all the same
 */
public record EnrolledFactors(
    Optional<EnrolledTotp> totp,
    List<Passkey> passkeys,
    List<RecoveryCodeHash> recoveryCodes,
    int unreadable) {
  /** Those of an account that has none. */
  public static final EnrolledFactors NONE =
      new EnrolledFactors(Optional.empty(), List.of(), List.of());

  public EnrolledFactors {
    passkeys = List.copyOf(passkeys);
    recoveryCodes = List.copyOf(recoveryCodes);
  }

  /** Those of an account whose stored values can all be read. */
  public EnrolledFactors(
      Optional<EnrolledTotp> totp, List<Passkey> passkeys, List<RecoveryCodeHash> recoveryCodes) {
    this(totp, passkeys, recoveryCodes, 0);
  }

  /**
   * Whether there is one beside the recovery codes, which only stand in for a lost one. What can't
   * be read counts: or whoever knows the primary password alone could enrol another in its place.
   */
  public boolean any() {
    return totp.isPresent() || !passkeys.isEmpty() || unreadable > 0;
  }

  /** Whether there is just one: it stays until there is another. */
  public boolean isOnlyOne() {
    return passkeys.size() + (totp.isPresent() ? 1 : 0) == 1;
  }

  /** The passkey of this credential id (base64url). */
  public Optional<Passkey> passkey(String credentialId) {
    return passkeys.stream().filter(each -> each.credentialId().equals(credentialId)).findFirst();
  }

  EnrolledFactors withTotp(Optional<EnrolledTotp> other) {
    return new EnrolledFactors(other, passkeys, recoveryCodes, unreadable);
  }

  EnrolledFactors withRecoveryCodes(List<RecoveryCodeHash> others) {
    return new EnrolledFactors(totp, passkeys, others, unreadable);
  }

  /** With this passkey, in place of an older state of the same. */
  EnrolledFactors with(Passkey added) {
    List<Passkey> all = new ArrayList<>(without(added.credentialId()).passkeys);
    all.add(added);
    return new EnrolledFactors(totp, all, recoveryCodes, unreadable);
  }

  EnrolledFactors without(String credentialId) {
    List<Passkey> others =
        passkeys.stream().filter(each -> !each.credentialId().equals(credentialId)).toList();
    return new EnrolledFactors(totp, others, recoveryCodes, unreadable);
  }
}
