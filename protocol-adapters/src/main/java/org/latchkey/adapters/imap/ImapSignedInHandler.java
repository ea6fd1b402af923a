// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.latchkey.adapters.imap.SignedInState.Authenticated;
import org.latchkey.adapters.imap.SignedInState.Idling;
import org.latchkey.adapters.line.CommandFraming;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Connection;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;

/**
 * Answers a signed-in connection, and closes its session when the connection goes. Its fields
 * belong to the event loop.
 */
final class ImapSignedInHandler extends ChannelInboundHandlerAdapter {
  private static final Reply GO_ON = Reply.lines("+ Go on");
  private static final Reply IDLING = Reply.lines("+ Idling");
  private static final Reply BYE = Reply.lines("* BYE Signing off");
  private static final Reply COMPLETED = Reply.lines("OK Completed");
  private static final Reply SIGNED_IN = Reply.lines("BAD Signed in already");
  private static final Reply EXPECTED_DONE = Reply.lines("BAD Expected DONE");
  private static final Reply TOO_BIG = Reply.lines("NO [TOOBIG] Literal too large");
  private static final Reply SERVER_ID = Reply.lines("* ID (\"name\" \"Latchkey\")");
  private static final Reply CAPABILITY = Reply.lines("* CAPABILITY " + Capabilities.SIGNED_IN);

  private final LiveSessions sessions;
  private final Connection connection;
  private final CommandFraming framing;
  private final LiveSession session;
  private SignedInState state = new Authenticated();

  ImapSignedInHandler(
      LiveSessions sessions, Connection connection, CommandFraming framing, LiveSession session) {
    this.sessions = sessions;
    this.connection = connection;
    this.framing = framing;
    this.session = session;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch ((Frame) message) {
      case Line line -> received(line);
      case Frame.LiteralAwaited go -> connection.write(GO_ON.in(ctx.alloc()));
      case Frame.LiteralTooLarge large ->
          say(Answer.tagged(ImapCommand.tagOf(large.command()), TOO_BIG));
      case Frame.Dropped _ -> throw new IllegalStateException("nothing is dropped in IMAP");
      case Frame.Broken broken ->
          connection.end(Reply.lines("* BYE " + broken.fault().words()).in(ctx.alloc()));
    }
  }

  private void received(Line line) {
    if (state instanceof Idling idling) {
      state = idling.before();
      framing.expectLiterals(true);
      boolean done = line.text(0, line.length()).equalsIgnoreCase("DONE");
      say(Answer.tagged(idling.tag(), done ? COMPLETED : EXPECTED_DONE));
      return;
    }
    switch (ImapCommand.parse(line)) {
      case ImapCommand.Capability c -> say(new Answer(CAPABILITY, c.tag(), COMPLETED));
      case ImapCommand.Noop c -> say(Answer.tagged(c.tag(), COMPLETED));
      case ImapCommand.Id c -> {
        session.clientName(c.clientName());
        say(new Answer(SERVER_ID, c.tag(), COMPLETED));
      }
      case ImapCommand.Logout c -> end(new Answer(BYE, c.tag(), COMPLETED));
      case ImapCommand.StartTls c -> say(Answer.tagged(c.tag(), SIGNED_IN));
      case ImapCommand.Login c -> {
        c.password().close();
        say(Answer.tagged(c.tag(), SIGNED_IN));
      }
      case ImapCommand.Authenticate c -> {
        c.initialResponse().ifPresent(response -> response.close());
        say(Answer.tagged(c.tag(), SIGNED_IN));
      }
      case ImapCommand.Malformed c -> say(Answer.tagged(c.tag(), Reply.lines("BAD " + c.why())));
      case ImapCommand.Other c when c.verb().equals("IDLE") -> {
        state = new Idling(state, c.tag());
        framing.expectLiterals(false);
        say(Answer.untagged(IDLING));
      }
      case ImapCommand.Other c -> {
        EmptyMailbox.Result result = EmptyMailbox.on(state, c);
        state = result.next();
        say(result.answer());
      }
    }
  }

  private void say(Answer answer) {
    connection.write(answer.in(connection.channel().alloc()));
  }

  private void end(Answer answer) {
    connection.end(answer.in(connection.channel().alloc()));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SignOutReason reason) {
      end(Answer.untagged(SignOutWords.of(reason)));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    sessions.close(session);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.failed(cause);
  }
}
