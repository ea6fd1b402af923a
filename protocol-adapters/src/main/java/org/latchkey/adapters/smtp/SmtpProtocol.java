// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

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
import org.latchkey.core.session.LiveSessions;

/** SMTP submission (RFC 6409). */
public final class SmtpProtocol implements Protocol {
  /** RFC 4954 §4: what a line of an authentication exchange may come to. */
  static final int MAX_LINE_BYTES = 12_286;

  private static final Farewells FAREWELLS =
      new Farewells(
          Reply.lines("421 4.7.0 Too many connections, try later"),
          Reply.lines("421 4.7.0 Too many commands before a sign-in"),
          Reply.lines("421 4.7.0 Nobody signed in in time"),
          Reply.lines("421 4.4.2 Idle for too long"),
          SmtpReplies.STOPPING);

  private final SignInHandler.Parts parts;
  private final String hostName;
  private final SmtpReplies replies;
  private final SmtpDialogue dialogue;

  /**
   * @param hostName how the server calls itself
   */
  public SmtpProtocol(SignInHandler.Parts parts, String hostName) {
    this.parts = parts;
    this.hostName = hostName;
    this.replies = new SmtpReplies(hostName);
    this.dialogue = new SmtpDialogue(replies, () -> parts.upstream().flatMap(Upstream::offer));
  }

  /** Has the upstream, where there is one, asked what it can do. */
  public void learn() {
    parts
        .upstream()
        .ifPresent(
            upstream ->
                upstream.learn(identity -> SmtpToUpstream.start(identity, hostName), "QUIT"));
  }

  LiveSessions sessions() {
    return parts.sessions();
  }

  String hostName() {
    return hostName;
  }

  SmtpDialogue dialogue() {
    return dialogue;
  }

  @Override
  public void start(Connection connection) {
    LineFraming framing = new LineFraming(MAX_LINE_BYTES);
    SignInHandler.begin(
        parts, connection, framing, new SmtpSignIn(this, connection, framing), replies.greeting());
  }

  @Override
  public ByteBuf farewell(Farewell why, ByteBufAllocator allocator) {
    return FAREWELLS.in(why, allocator);
  }
}
