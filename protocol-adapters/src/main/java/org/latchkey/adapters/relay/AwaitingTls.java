// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import java.util.function.Supplier;
import org.latchkey.core.upstream.UpstreamFailure;

/**
 * TLS is coming up: whatever an upstream says in clear text meanwhile is somebody else's
 * (CVE-2011-0411).
 *
 * @param then the dialogue's next turn
 */
public record AwaitingTls(Supplier<UpstreamDialogue.Turn> then) implements UpstreamDialogue {
  /** The turn that gets here. */
  public static Turn begin(Supplier<Turn> then) {
    return new Turn(new AwaitingTls(then), new BeginTls());
  }

  @Override
  public Turn on(String line) {
    return Turn.failed(this, UpstreamFailure.PROTOCOL, "words before TLS is up");
  }

  @Override
  public Turn onTls() {
    return then.get();
  }
}
