// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Optional;
import org.latchkey.adapters.line.CommandFraming;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Farewell;
import org.latchkey.adapters.net.Protocol;
import org.latchkey.adapters.relay.Upstream;
import org.latchkey.adapters.signin.Farewells;
import org.latchkey.adapters.signin.SignInHandler;

/** IMAP (RFC 9051, RFC 3501). */
public final class ImapProtocol implements Protocol {
  /** An ID of thirty fields fits (RFC 2971 §3.3), however its strings are written. */
  static final int MAX_COMMAND_BYTES = 65_536;

  static final int MAX_LINE_BYTES = MAX_COMMAND_BYTES;

  private static final Farewells FAREWELLS =
      new Farewells(
          Reply.lines("* BYE [UNAVAILABLE] Too many connections, try later"),
          Reply.lines("* BYE Too many commands before a sign-in"),
          Reply.lines("* BYE Nobody signed in in time"),
          Reply.lines("* BYE Idle for too long"),
          SignOutWords.STOPPING);

  private final SignInHandler.Parts parts;

  public ImapProtocol(SignInHandler.Parts parts) {
    this.parts = parts;
  }

  /** Has the upstream, where there is one, asked what it can do. */
  public void learn() {
    parts.upstream().ifPresent(upstream -> upstream.learn(ImapToUpstream::start, "l LOGOUT"));
  }

  private Optional<List<String>> offer() {
    return parts.upstream().flatMap(Upstream::offer);
  }

  @Override
  public void start(Connection connection) {
    CommandFraming framing = new CommandFraming(MAX_LINE_BYTES, MAX_COMMAND_BYTES);
    ImapSignIn dialogue = new ImapSignIn(parts.sessions(), connection, framing, this::offer);
    Answer greeting = ImapDialogue.greeting(connection.protection(), offer());
    SignInHandler.begin(parts, connection, framing, dialogue, greeting);
  }

  @Override
  public ByteBuf farewell(Farewell why, ByteBufAllocator allocator) {
    return FAREWELLS.in(why, allocator);
  }
}
