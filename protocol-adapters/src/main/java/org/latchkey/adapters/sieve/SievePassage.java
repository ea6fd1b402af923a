// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.Set;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.relay.CommandScreen;
import org.latchkey.adapters.relay.LiteralPassage;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.core.session.SignOutReason;

/** What passes between a ManageSieve client and its upstream (RFC 5804). Nobody signs in again. */
final class SievePassage implements Passage {
  private static final Reply BREACH = Reply.lines("BYE \"No command is that long\"");

  private final LiteralPassage words = new LiteralPassage(SieveReplies::signedOut);

  /** RFC 5804 §2.1, §2.2, §2.14.1, Dovecot's XCLIENT. */
  private final CommandScreen screen =
      new CommandScreen(
          CommandScreen.Form.WITH_LITERALS,
          Set.of("AUTHENTICATE", "STARTTLS", "UNAUTHENTICATE", "XCLIENT"),
          (tag, verb) -> {});

  @Override
  public ByteBuf pass(ByteBuf in) {
    return words.pass(in);
  }

  @Override
  public ByteBuf passToUpstream(ByteBuf in) {
    return screen.pass(in);
  }

  @Override
  public Optional<Reply> breach() {
    return screen.isBreached() ? Optional.of(BREACH) : Optional.empty();
  }

  @Override
  public boolean isAtBoundary() {
    return words.isAtBoundary();
  }

  @Override
  public Reply goodbye(SignOutReason reason) {
    return words.goodbye(reason);
  }
}
