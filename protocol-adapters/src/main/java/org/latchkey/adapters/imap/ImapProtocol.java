// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.latchkey.adapters.line.CommandFraming;
import org.latchkey.adapters.line.FrameDecoder;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Farewell;
import org.latchkey.adapters.net.Protocol;
import org.latchkey.adapters.signin.SignInHandler;

/** IMAP (RFC 9051, RFC 3501). */
public final class ImapProtocol implements Protocol {
  /** RFC 9051 §4: what a server should take; a SASL response of the longest names fits. */
  static final int MAX_LINE_BYTES = 8192;

  static final int MAX_COMMAND_BYTES = 65_536;

  private static final Reply TOO_MANY =
      Reply.lines("* BYE [UNAVAILABLE] Too many connections, try later");
  private static final Reply TOO_SLOW = Reply.lines("* BYE Nobody signed in in time");
  private static final Reply IDLE = Reply.lines("* BYE Idle for too long");

  private final SignInHandler.Parts parts;

  public ImapProtocol(SignInHandler.Parts parts) {
    this.parts = parts;
  }

  @Override
  public void start(Connection connection) {
    CommandFraming framing = new CommandFraming(MAX_LINE_BYTES, MAX_COMMAND_BYTES);
    FrameDecoder decoder = new FrameDecoder(connection, framing);
    ImapSignIn dialogue = new ImapSignIn(parts.sessions(), connection, framing);
    connection
        .channel()
        .pipeline()
        .addLast(decoder, new SignInHandler(parts, connection, decoder, dialogue));
    Answer greeting = ImapDialogue.greeting(connection.protection());
    connection.write(greeting.in(connection.channel().alloc()));
  }

  @Override
  public ByteBuf farewell(Farewell why, ByteBufAllocator allocator) {
    return switch (why) {
      case TOO_MANY_CONNECTIONS, TOO_MUCH_PENDING -> TOO_MANY.in(allocator);
      case SIGN_IN_DEADLINE -> TOO_SLOW.in(allocator);
      case IDLE -> IDLE.in(allocator);
    };
  }
}
