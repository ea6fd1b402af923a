// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.core.session.SignOutReason;

/**
 * Replies (RFC 5321 §4.2): they pass line by line, and what an upstream offers in EHLO that is
 * Latchkey's own affair is left out; as it is out of the commands, by {@link CommandWatch}.
 */
final class ReplyPassage implements Passage {
  /** RFC 5321 §4.5.3.1.5 has 512 octets; what is longer than this passes as it comes. */
  private static final int MAX_LINE = 4096;

  private final CommandWatch commands;
  private final StringBuilder open = new StringBuilder();

  /** A line of an EHLO reply that isn't known to be its last yet. */
  private @Nullable String held;

  private boolean replyOpen;
  private boolean lineTooLong;

  /**
   * @param chunking whether the upstream takes BDAT (RFC 3030)
   */
  ReplyPassage(boolean chunking) {
    commands = new CommandWatch(chunking);
  }

  @Override
  public ByteBuf passToUpstream(ByteBuf in) {
    return commands.pass(in);
  }

  @Override
  public Optional<Reply> breach() {
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
      lineTooLong = true;
      write(open.toString(), out);
      open.setLength(0);
    }
    return out;
  }

  private void line(String line, ByteBuf out) {
    boolean more = line.length() > 3 && line.charAt(3) == '-';
    replyOpen = more;
    if (!more) {
      commands.replied(line);
    }
    if (lineTooLong || !line.startsWith("250")) {
      write(line, out);
    } else if (isOurs(line)) {
      if (!more && held != null) {
        held = held.substring(0, 3) + ' ' + held.substring(4);
      }
      releaseHeldUnless(more, out);
    } else {
      releaseHeldUnless(false, out);
      if (more) {
        held = line;
      } else {
        write(line, out);
      }
    }
  }

  private void releaseHeldUnless(boolean kept, ByteBuf out) {
    if (held != null && !kept) {
      write(held, out);
      held = null;
    }
  }

  /** Each character is an octet. */
  private static void write(String line, ByteBuf out) {
    out.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean isOurs(String line) {
    if (line.length() < 5) {
      return false;
    }
    String[] words = line.substring(4).strip().toUpperCase(Locale.ROOT).split("[ =]", 2);
    return switch (words[0]) {
      case "AUTH", "STARTTLS", "XCLIENT", "XFORWARD" -> true;
      default -> false;
    };
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
