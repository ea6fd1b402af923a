// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.core.session.SignOutReason;

/**
 * Replies (RFC 5321 §4.2): they pass line by line. Of what an upstream offers in EHLO's, only what
 * {@linkplain SmtpExtensions works through the relay} does; and what doesn't pass of the client's
 * commands, by {@link CommandWatch}, is answered in its turn.
 */
final class ReplyPassage implements Passage {
  /** RFC 5321 §4.5.3.1.5 has 512 octets; what is longer than this passes as it comes. */
  private static final int MAX_LINE = 4096;

  private static final Pattern POSITIVE = Pattern.compile("^[123]");

  private final CommandWatch commands;
  private final StringBuilder open = new StringBuilder();

  /** A line of an EHLO reply that isn't known to be its last yet. */
  private @Nullable String held;

  private boolean replyOpen;

  /**
   * Whether the upstream has answered what nobody asked: every reply would be to another command.
   */
  private boolean outOfTurn;

  private boolean lineTooLong;

  /** Whether another line follows the one that is too long. */
  private boolean moreBehind;

  /**
   * @param extensions the keywords of what the upstream can do
   */
  ReplyPassage(Set<String> extensions) {
    commands = new CommandWatch(extensions);
  }

  @Override
  public ByteBuf passToUpstream(ByteBuf in) {
    return commands.pass(in);
  }

  @Override
  public Optional<Reply> breach() {
    if (outOfTurn) {
      return Optional.of(SmtpReplies.OUT_OF_TURN);
    }
    String why = commands.breach();
    return why.isEmpty() ? Optional.empty() : Optional.of(SmtpReplies.breach(why));
  }

  @Override
  public ByteBuf pass(ByteBuf in) {
    String text = in.toString(StandardCharsets.ISO_8859_1);
    ByteBuf out = in.alloc().buffer(open.length() + text.length());
    in.release();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      open.append(text, from, end + 1);
      from = end + 1;
      line(open.toString(), out);
      open.setLength(0);
      lineTooLong = false;
    }
    open.append(text, from, text.length());
    if (lineTooLong || open.length() > MAX_LINE) {
      moreBehind = lineTooLong ? moreBehind : open.charAt(3) == '-';
      lineTooLong = true;
      write(open.toString(), out);
      open.setLength(0);
    }
    return out;
  }

  private void line(String line, ByteBuf out) {
    boolean first = !replyOpen;
    boolean more = lineTooLong ? moreBehind : line.length() > 3 && line.charAt(3) == '-';
    replyOpen = more;
    Awaited awaited = commands.awaited();
    if (first && !commands.isAwaiting() && POSITIVE.matcher(line).find()) {
      outOfTurn = true;
      return;
    }
    if (awaited instanceof Awaited.Refused refused && !lineTooLong && !line.startsWith("421")) {
      if (!more) {
        refused.reply().writeTo(out);
      }
    } else if (awaited instanceof Awaited.Hello && !lineTooLong && line.startsWith("250")) {
      offer(line, first, more, out);
    } else {
      write(line, out);
    }
    if (!more) {
      commands.replied(line);
    }
  }

  private void offer(String line, boolean first, boolean more, ByteBuf out) {
    boolean passes = first || SmtpExtensions.passes(line.substring(Math.min(4, line.length())));
    if (held != null && (passes || !more)) {
      write(passes ? held : held.substring(0, 3) + ' ' + held.substring(4), out);
      held = null;
    }
    if (passes && more) {
      held = line;
    } else if (passes) {
      write(line, out);
    }
  }

  /** Each character is an octet. */
  private static void write(String line, ByteBuf out) {
    out.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public boolean isAtBoundary() {
    return open.isEmpty() && !replyOpen && !lineTooLong;
  }

  @Override
  public Reply goodbye(SignOutReason reason) {
    return SmtpReplies.signedOut(reason);
  }
}
