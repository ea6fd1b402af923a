// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import java.util.Optional;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;

/** What somebody who visits the portal has shown so far. */
public sealed interface Standing {
  /** Nothing. */
  record Visitor() implements Standing {}

  /** The primary password: a second factor is to be given next, or the first one enrolled. */
  record HalfWay(AccountId of) implements Standing {}

  /**
   * Both.
   *
   * @param proof of the second factor that was given last; it may not be fresh any more
   */
  record SignedIn(FreshSecondFactor proof) implements Standing {}

  /** Of the second factor that was given last; empty where none was. */
  default Optional<FreshSecondFactor> latestProof() {
    return this instanceof SignedIn in ? Optional.of(in.proof()) : Optional.empty();
  }

  /** Whose account it is, as far as that is shown. */
  default Optional<AccountId> account() {
    return switch (this) {
      case Visitor visitor -> Optional.empty();
      case HalfWay half -> Optional.of(half.of());
      case SignedIn in -> Optional.of(in.proof().account());
    };
  }
}
