// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.pop3;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.latchkey.adapters.line.LineFraming;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Farewell;
import org.latchkey.adapters.net.Protocol;
import org.latchkey.adapters.relay.Upstream;
import org.latchkey.adapters.signin.Farewells;
import org.latchkey.adapters.signin.SignInHandler;

/** POP3 (RFC 1939) in front of an upstream, without which every sign-in is put off. */
public final class Pop3Protocol implements Protocol {
  /** More than RFC 2449 §4 has, since a SASL response may be as long as it likes (RFC 5034 §4). */
  static final int MAX_LINE_BYTES = 8192;

  /** Who is late or idle is closed without a word (RFC 1939 §3). */
  private static final Farewells FAREWELLS =
      new Farewells(
          Reply.lines("-ERR [SYS/TEMP] Too many connections, try later"),
          Reply.lines("-ERR Too many commands before a sign-in"),
          Reply.NONE,
          Reply.NONE,
          Reply.NONE);

  private final SignInHandler.Parts parts;

  public Pop3Protocol(SignInHandler.Parts parts) {
    this.parts = parts;
  }

  /** Has the upstream, where there is one, asked what it can do. */
  public void learn() {
    parts.upstream().ifPresent(upstream -> upstream.learn(Pop3ToUpstream::start, "QUIT"));
  }

  @Override
  public void start(Connection connection) {
    SignInHandler.begin(
        parts,
        connection,
        new LineFraming(MAX_LINE_BYTES),
        new Pop3SignIn(() -> parts.upstream().flatMap(Upstream::offer)),
        Pop3Dialogue.GREETING);
  }

  @Override
  public ByteBuf farewell(Farewell why, ByteBufAllocator allocator) {
    return FAREWELLS.in(why, allocator);
  }
}
