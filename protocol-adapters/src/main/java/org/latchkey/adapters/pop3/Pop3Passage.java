// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.pop3;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.Set;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.relay.CommandScreen;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.core.session.SignOutReason;

/**
 * Answers (RFC 1939 §3): they pass unread. POP3 has no word that isn't an answer, and one put in
 * would be taken for the next command's, so there is no room for a goodbye anywhere: a sign-out is
 * the close alone. A server that is stopping leaves a client the grace to say QUIT, since without
 * one its deletions are lost (RFC 1939 §6); whoever is silent for too long is closed without a word
 * too (§3). Nobody signs in again.
 */
final class Pop3Passage implements Passage {
  private static final Reply BREACH = Reply.lines("-ERR No command is that long");

  /** RFC 1939 §4 and §7, RFC 2595 §4, RFC 5034 §4, Dovecot's XCLIENT. */
  private final CommandScreen screen =
      new CommandScreen(
          CommandScreen.Form.LINES,
          Set.of("USER", "PASS", "APOP", "AUTH", "STLS", "XCLIENT"),
          (tag, verb) -> {});

  @Override
  public ByteBuf pass(ByteBuf in) {
    return in;
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
    return false;
  }

  @Override
  public Reply goodbye(SignOutReason reason) {
    return Reply.NONE;
  }
}
