// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.FrameDecoder;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.LineFraming;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Connection;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;

/**
 * Answers a signed-in connection, and closes its session when the connection goes. Its fields
 * belong to the event loop.
 */
final class SmtpSignedInHandler extends ChannelInboundHandlerAdapter {
  private final SmtpProtocol protocol;
  private final Connection connection;
  private final LineFraming framing;
  private final LiveSession session;

  SmtpSignedInHandler(
      SmtpProtocol protocol, Connection connection, LineFraming framing, LiveSession session) {
    this.protocol = protocol;
    this.connection = connection;
    this.framing = framing;
    this.session = session;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch ((Frame) message) {
      case Line line -> received(SmtpCommand.parse(line), ctx.pipeline().get(FrameDecoder.class));
      case Frame.Dropped _ -> say(SmtpReplies.MAIL_FIRST);
      case Frame.Broken broken -> end(SmtpReplies.broken(broken.fault()));
      case Frame.LiteralAwaited _, Frame.LiteralTooLarge _ ->
          throw new IllegalStateException("there are no literals in SMTP");
    }
  }

  private void received(SmtpCommand command, FrameDecoder decoder) {
    if (command instanceof SmtpCommand.Hello hello) {
      session.clientName(hello.clientName());
    }
    Reply reply = protocol.dialogue().onSignedIn(command);
    switch (command) {
      case SmtpCommand.Bdat chunk -> framing.drop(chunk.size());
      case SmtpCommand.Data _ when decoder.waitingBytes() > 0 ->
          end(SmtpReplies.breach(SmtpReplies.NOTHING_BEHIND_DATA));
      case SmtpCommand.Quit _, SmtpCommand.SizeMissing _ -> end(reply);
      default -> say(reply);
    }
  }

  private void say(Reply reply) {
    connection.write(reply.in(connection.channel().alloc()));
  }

  private void end(Reply reply) {
    connection.end(reply.in(connection.channel().alloc()));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SignOutReason reason) {
      end(SmtpReplies.signedOut(reason));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    protocol.sessions().close(session);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.failed(cause);
  }
}
