// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.latchkey.adapters.line.Reply;

/**
 * Follows what a client says to its submission server. The server believes Latchkey's address, so
 * commands that say who is signed in or where from are Latchkey's alone: a client's own XCLIENT
 * would make it somebody else. In the place of what doesn't pass, the server gets NOOP, whose reply
 * the client hears as the refusal, so that the replies keep their order. Belongs to the client's
 * event loop.
 */
final class CommandWatch {
  /**
   * The longest command, its CRLF counted: RFC 5321 §4.5.3.1.4 has 512 octets, and the extensions
   * that pass add to them; Postfix takes as many.
   */
  static final int MAX_COMMAND_BYTES = 2048;

  /** How many commands may wait for their replies. */
  static final int MOST_UNANSWERED = 10_000;

  /** A mail transaction's (RFC 5321 §4.1.1, RFC 3030 §2), and what goes with it. */
  private static final Set<String> PASSED =
      Set.of("MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT", "VRFY", "EXPN", "HELP");

  private static final byte[] STAND_IN = "NOOP\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Set<String> extensions;
  private final StringBuilder line = new StringBuilder();
  private final ArrayDeque<Awaited> unanswered = new ArrayDeque<>();
  private State state = new Commands();

  /** Whether the message that MAIL announced is no text. */
  private boolean binary;

  private ChunkScan chunks = new ChunkScan();

  private sealed interface State {}

  /** Lines that are commands. */
  private record Commands() implements State {}

  /** A command that is too long to be one: its rest goes nowhere. */
  private record LineTooLong() implements State {}

  /** DATA was said: nothing may follow before the server has answered. */
  private record DataSaid() implements State {}

  private record Content(ContentScan scan) implements State {}

  private record Chunk(long left, boolean last) implements State {}

  /** A chunk of a BDAT that doesn't pass. */
  private record Dropped(long left, Reply refusal) implements State {}

  private record Breached(String why) implements State {}

  /**
   * @param extensions the keywords of what the server can do: one without CHUNKING would take a
   *     chunk's octets for commands
   */
  CommandWatch(Set<String> extensions) {
    this.extensions = Set.copyOf(extensions);
  }

  /**
   * Takes what the client said next.
   *
   * @param in taken over
   * @return what the server is to get, for the caller to release
   */
  ByteBuf pass(ByteBuf in) {
    try {
      ByteBuf out = in.alloc().buffer(in.readableBytes() + STAND_IN.length);
      while (in.isReadable() && breach().isEmpty()) {
        switch (state) {
          case Commands _ -> command(in, out);
          case LineTooLong _ -> skipLine(in, out);
          case DataSaid _ -> state = new Breached(SmtpReplies.NOTHING_BEHIND_DATA);
          case Content content -> content(content.scan(), in, out);
          case Chunk chunk -> chunk(chunk, in, out);
          case Dropped dropped -> drop(dropped, in, out);
          case Breached _ -> {}
        }
      }
      return out;
    } finally {
      in.release();
    }
  }

  private void content(ContentScan scan, ByteBuf in, ByteBuf out) {
    scan.pass(in, out);
    if (scan.isBreached()) {
      state = new Breached("A dot stands alone between line ends that are no CRLF");
    } else if (scan.hasEnded()) {
      state = new Commands();
      await(new Awaited.Command());
    }
  }

  private void chunk(Chunk chunk, ByteBuf in, ByteBuf out) {
    int length = (int) Math.min(chunk.left(), in.readableBytes());
    boolean ends = length == chunk.left();
    if (binary) {
      out.writeBytes(in, length);
    } else {
      chunks.pass(in, length, ends, chunk.last(), out);
    }
    state = ends ? new Commands() : new Chunk(chunk.left() - length, chunk.last());
    if (chunks.isBreached()) {
      state = new Breached("A line of a text ends with CRLF, in a chunk too");
    }
  }

  private void drop(Dropped dropped, ByteBuf in, ByteBuf out) {
    int length = (int) Math.min(dropped.left(), in.readableBytes());
    in.skipBytes(length);
    if (length == dropped.left()) {
      refuse(dropped.refusal(), out);
    } else {
      state = new Dropped(dropped.left() - length, dropped.refusal());
    }
  }

  private void command(ByteBuf in, ByteBuf out) {
    int newline = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    int length = (newline < 0 ? in.writerIndex() : newline + 1) - in.readerIndex();
    if (line.length() + length > MAX_COMMAND_BYTES) {
      line.setLength(0);
      state = new LineTooLong();
      return;
    }
    line.append(in.readCharSequence(length, StandardCharsets.ISO_8859_1));
    if (newline >= 0) {
      String whole = line.toString();
      line.setLength(0);
      command(whole, out);
    }
  }

  private void skipLine(ByteBuf in, ByteBuf out) {
    int newline = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    in.readerIndex(newline < 0 ? in.writerIndex() : newline + 1);
    if (newline >= 0) {
      refuse(SmtpReplies.LINE_TOO_LONG, out);
    }
  }

  private void command(String whole, ByteBuf out) {
    int end = whole.length() - 2;
    if (end < 0 || whole.charAt(end) != '\r' || whole.indexOf('\r') < end) {
      state = new Breached("A line ends with CRLF, and has no CR elsewhere");
      return;
    }
    String text = whole.substring(0, end);
    String verb = verb(text);
    if (text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f) || startsWithSpace(text)) {
      refuse(SmtpReplies.MALFORMED, out);
    } else if (verb.equals("EHLO") || verb.equals("HELO")) {
      pass(text, verb.equals("EHLO") ? new Awaited.Hello() : new Awaited.Command(), out);
    } else if (verb.equals("BDAT")) {
      bdat(text, out);
    } else if (verb.equals("MAIL")) {
      mail(text, out);
    } else if (verb.equals("DATA")) {
      state = new DataSaid();
      pass(text, new Awaited.Data(), out);
    } else if (PASSED.contains(verb)) {
      pass(text, new Awaited.Command(), out);
    } else {
      refuse(refusal(verb), out);
    }
  }

  /** In upper case; servers take a tab for a space. */
  private static String verb(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\t') {
      end++;
    }
    return text.substring(0, end).toUpperCase(Locale.ROOT);
  }

  private static boolean startsWithSpace(String text) {
    return text.startsWith(" ") || text.startsWith("\t");
  }

  private static Reply refusal(String verb) {
    return switch (verb) {
      case "AUTH" -> SmtpReplies.SIGNED_IN_ALREADY;
      case "STARTTLS" -> SmtpReplies.NO_TLS;
      default -> SmtpReplies.UNKNOWN;
    };
  }

  private void mail(String text, ByteBuf out) {
    Optional<MailCommand> mail = MailCommand.parse(text);
    if (mail.isEmpty()) {
      refuse(SmtpReplies.MALFORMED, out);
      return;
    }
    binary = mail.get().isBinary() && extensions.contains(SmtpExtensions.BINARYMIME);
    chunks = new ChunkScan();
    pass(mail.get().toServer(extensions.contains(SmtpExtensions.AUTH)), new Awaited.Command(), out);
  }

  private void bdat(String text, ByteBuf out) {
    if (!(SmtpCommand.bdat(text) instanceof SmtpCommand.Bdat(long size, boolean last))) {
      // Nobody can say where its octets end.
      state = new Breached("BDAT needs the size of its chunk");
      return;
    }
    if (!extensions.contains(SmtpExtensions.CHUNKING)) {
      state = new Dropped(size, SmtpReplies.UNKNOWN);
      if (size == 0) {
        refuse(SmtpReplies.UNKNOWN, out);
      }
      return;
    }
    pass("BDAT " + size + (last ? " LAST" : ""), new Awaited.Command(), out);
    if (breach().isEmpty()) {
      state = new Chunk(size, last);
      if (size == 0) {
        chunk(new Chunk(0, last), Unpooled.EMPTY_BUFFER, out);
      }
    }
  }

  private void pass(String text, Awaited reply, ByteBuf out) {
    out.writeBytes((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    await(reply);
  }

  private void refuse(Reply reply, ByteBuf out) {
    out.writeBytes(STAND_IN);
    state = new Commands();
    await(new Awaited.Refused(reply));
  }

  private void await(Awaited reply) {
    unanswered.add(reply);
    if (unanswered.size() > MOST_UNANSWERED) {
      state = new Breached("Too many commands at once");
    }
  }

  /** What the reply that comes in now is to; a command where nothing was asked. */
  Awaited awaited() {
    Awaited first = unanswered.peek();
    return first == null ? new Awaited.Command() : first;
  }

  /** Whether the server owes a reply. */
  boolean isAwaiting() {
    return !unanswered.isEmpty();
  }

  /** The server has answered one command with this reply's last line. */
  void replied(String reply) {
    Awaited answered = unanswered.poll();
    if (answered instanceof Awaited.Data && state instanceof DataSaid) {
      state = reply.startsWith("354") ? new Content(new ContentScan()) : new Commands();
    }
  }

  /** Why the client can't be listened to any more; empty while it can. */
  String breach() {
    return state instanceof Breached breached ? breached.why() : "";
  }
}
