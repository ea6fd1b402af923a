// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows what a client says to its submission server. The server believes Latchkey's address, so
 * commands that say who is signed in or where from are Latchkey's alone: a client's own XCLIENT
 * would make it somebody else. What isn't a command of a mail transaction reaches the server as a
 * word that no server knows, so that the replies keep their order. Content passes as it is. Belongs
 * to the client's event loop.
 */
final class CommandWatch {
  /** A mail transaction's (RFC 5321 §4.1.1, RFC 3030 §2), and what goes with it. */
  private static final Set<String> PASSED =
      Set.of(
          "EHLO", "HELO", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "QUIT", "VRFY", "EXPN",
          "HELP");

  private static final byte[] REFUSED = "REFUSED\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern CHUNK =
      Pattern.compile("BDAT ([0-9]{1,18})(?: LAST)?", Pattern.CASE_INSENSITIVE);

  private final boolean chunking;
  private final StringBuilder line = new StringBuilder();
  private State state = new Commands();

  /** How many commands the server has not answered yet. */
  private int unanswered;

  private sealed interface State {}

  /** Lines that are commands. */
  private record Commands() implements State {}

  /** DATA was said: nothing may follow before the server has answered. */
  private record DataSaid() implements State {}

  private record Content(ContentScan scan) implements State {}

  private record Chunk(long left) implements State {}

  private record Breached(String why) implements State {}

  /**
   * @param chunking whether the server takes BDAT: one that doesn't would take a chunk's octets for
   *     commands
   */
  CommandWatch(boolean chunking) {
    this.chunking = chunking;
  }

  /**
   * Takes what the client said next.
   *
   * @param in taken over
   * @return what the server is to get, for the caller to release; may be the same buffer
   */
  ByteBuf pass(ByteBuf in) {
    int content = content(in);
    if (content == in.readableBytes()) {
      return in;
    }
    ByteBuf out = in.alloc().buffer(line.length() + in.readableBytes() + REFUSED.length);
    out.writeBytes(in, content);
    while (in.isReadable() && breach().isEmpty()) {
      if (state instanceof Commands) {
        command(in, out);
      } else if (state instanceof DataSaid) {
        state = new Breached("Nothing may follow DATA before its reply");
      } else {
        out.writeBytes(in, content(in));
      }
    }
    in.release();
    return out;
  }

  /** How many octets at the buffer's start are content; the state is what it is behind them. */
  private int content(ByteBuf in) {
    return switch (state) {
      case Content content -> message(content.scan(), in);
      case Chunk chunk -> {
        int taken = (int) Math.min(chunk.left(), in.readableBytes());
        state = taken == chunk.left() ? new Commands() : new Chunk(chunk.left() - taken);
        yield taken;
      }
      case Commands _, DataSaid _, Breached _ -> 0;
    };
  }

  private int message(ContentScan scan, ByteBuf in) {
    int taken = scan.scan(in);
    if (scan.isBreached()) {
      state = new Breached("A dot stands alone between line ends that are no CRLF");
    } else if (scan.hasEnded()) {
      unanswered++;
      state = new Commands();
    }
    return taken;
  }

  private void command(ByteBuf in, ByteBuf out) {
    int newline = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    int length = (newline < 0 ? in.writerIndex() : newline + 1) - in.readerIndex();
    line.append(in.readCharSequence(length, StandardCharsets.ISO_8859_1));
    if (line.length() > SmtpProtocol.MAX_LINE_BYTES) {
      state = new Breached("Line too long");
    } else if (newline >= 0) {
      String whole = line.toString();
      line.setLength(0);
      command(whole, out);
    }
  }

  private void command(String whole, ByteBuf out) {
    int end = whole.length() - 2;
    if (end < 0 || whole.charAt(end) != '\r' || whole.indexOf('\r') < end) {
      state = new Breached("A line ends with CRLF, and has no CR elsewhere");
      return;
    }
    String text = whole.substring(0, end);
    int space = text.indexOf(' ');
    String verb = (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
    unanswered++;
    Matcher chunk = CHUNK.matcher(text);
    if (verb.equals("BDAT") ? chunking && chunk.matches() : PASSED.contains(verb)) {
      out.writeBytes(whole.getBytes(StandardCharsets.ISO_8859_1));
      state = next(verb, chunk);
    } else {
      out.writeBytes(REFUSED);
    }
  }

  private static State next(String verb, Matcher chunk) {
    return switch (verb) {
      case "DATA" -> new DataSaid();
      case "BDAT" -> {
        long size = Long.parseLong(chunk.group(1));
        yield size == 0 ? new Commands() : new Chunk(size);
      }
      default -> new Commands();
    };
  }

  /** The server has answered one command with this reply's last line. */
  void replied(String reply) {
    unanswered = Math.max(0, unanswered - 1);
    if (state instanceof DataSaid && unanswered == 0) {
      state = reply.startsWith("354") ? new Content(new ContentScan()) : new Commands();
    }
  }

  /** Why the client can't be listened to any more; empty while it can. */
  String breach() {
    return state instanceof Breached breached ? breached.why() : "";
  }
}
