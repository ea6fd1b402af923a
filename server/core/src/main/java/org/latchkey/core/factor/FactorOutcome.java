// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import java.time.Duration;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;

/** What giving a second factor came to. */
public sealed interface FactorOutcome {
  /** It is the account's: the proof is good for some minutes. */
  record Given(FreshSecondFactor proof) implements FactorOutcome {}

  /** It isn't, or it was used before. */
  record Wrong() implements FactorOutcome {}

  /** It wasn't looked at: too many wrong ones came before it. */
  record Throttled(Duration retryAfter) implements FactorOutcome {}
}
