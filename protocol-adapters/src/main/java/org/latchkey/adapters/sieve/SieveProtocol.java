// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

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

/** ManageSieve (RFC 5804) in front of an upstream, without which every sign-in is put off. */
public final class SieveProtocol implements Protocol {
  static final int MAX_LINE_BYTES = 8192;

  /** A SASL response as a literal, and more: no script comes in before a sign-in. */
  static final int MAX_COMMAND_BYTES = 16_384;

  private static final Farewells FAREWELLS =
      new Farewells(
          Reply.lines("BYE (TRYLATER) \"Too many connections, try later\""),
          Reply.lines("BYE \"Too many commands before a sign-in\""),
          Reply.lines("BYE \"Nobody signed in in time\""),
          Reply.lines("BYE \"Idle for too long\""),
          SieveReplies.STOPPING);

  private final SignInHandler.Parts parts;

  public SieveProtocol(SignInHandler.Parts parts) {
    this.parts = parts;
  }

  /** Has the upstream, where there is one, asked what it can do. */
  public void learn() {
    parts.upstream().ifPresent(upstream -> upstream.learn(SieveToUpstream::start, "LOGOUT"));
  }

  private Optional<List<String>> offer() {
    return parts.upstream().flatMap(Upstream::offer);
  }

  @Override
  public void start(Connection connection) {
    SignInHandler.begin(
        parts,
        connection,
        new CommandFraming(MAX_LINE_BYTES, MAX_COMMAND_BYTES),
        new SieveSignIn(this::offer),
        SieveReplies.capabilities(connection.protection(), offer()));
  }

  @Override
  public ByteBuf farewell(Farewell why, ByteBufAllocator allocator) {
    return FAREWELLS.in(why, allocator);
  }
}
