// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Follows the commands that a signed-in client sends: lines, maybe with literals in them. Whoever
 * has signed in stays who it is, so commands that begin, end or encrypt a session reach the
 * upstream as a word that no server knows, and their answers keep their place. All else passes as
 * it is. Belongs to the client's event loop.
 */
public final class CommandScreen {
  /** The longest tag and verb. */
  private static final int MAX_BEGINNING = 256;

  private static final byte[] REFUSED = "REFUSED".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern BLANKS = Pattern.compile("[\\x00- ]+");

  private final Form form;
  private final Set<String> refused;
  private final BiConsumer<String, String> commands;
  private final StringBuilder beginning = new StringBuilder();
  private final LineTail tail = new LineTail();
  private State state = State.BEGINNING;
  private long literalLeft;
  private String tag = "";
  private boolean breached;

  /** What commands look like. */
  public enum Form {
    /** Tags, and literals that wait for the upstream's leave or don't (RFC 9051 §2.2.1). */
    TAGGED,
    /** Literals that nobody waits for (RFC 5804 §4). */
    WITH_LITERALS,
    /** Lines (RFC 1939 §3). */
    LINES
  }

  private enum State {
    /** Of a command. */
    BEGINNING,
    /** The rest of a line. */
    REST,
    LITERAL,
    /** A literal is announced, and the upstream says whether it may come. */
    AWAITING
  }

  /**
   * @param refused the verbs that don't pass, in upper case
   * @param commands hears of each that passes: its tag, empty where there is none, and its verb, in
   *     upper case
   */
  public CommandScreen(Form form, Set<String> refused, BiConsumer<String, String> commands) {
    this.form = form;
    this.refused = Set.copyOf(refused);
    this.commands = commands;
  }

  /**
   * Takes what the client said next.
   *
   * @param in taken over
   * @return what the upstream is to get, for the caller to release
   */
  public ByteBuf pass(ByteBuf in) {
    try {
      ByteBuf out = in.alloc().buffer(beginning.length() + in.readableBytes());
      while (in.isReadable() && !breached) {
        switch (state) {
          case BEGINNING -> begin(in, out);
          case REST -> rest(in, out);
          case LITERAL -> literal(in, out);
          case AWAITING -> breached = true;
        }
      }
      return out;
    } finally {
      in.release();
    }
  }

  private void begin(ByteBuf in, ByteBuf out) {
    char next = (char) (in.readByte() & 0xff);
    beginning.append(next);
    if (next == '\n' || (next <= ' ' && hasVerb())) {
      passBeginning(out);
      state = next == '\n' ? lineEnds() : State.REST;
    } else if (beginning.length() > MAX_BEGINNING) {
      breached = true;
    }
  }

  /** Whether the octet that came last ended one. */
  private boolean hasVerb() {
    return words(beginning.toString()).length > verbIndex();
  }

  private int verbIndex() {
    return form == Form.TAGGED ? 1 : 0;
  }

  private static String[] words(String text) {
    String stripped = BLANKS.matcher(text).replaceAll(" ").strip();
    return stripped.isEmpty() ? new String[0] : stripped.split(" ", -1);
  }

  private void passBeginning(ByteBuf out) {
    String text = beginning.toString();
    beginning.setLength(0);
    String[] words = words(text);
    String verb = words.length > verbIndex() ? words[verbIndex()] : "";
    tag = form == Form.TAGGED && words.length > 0 ? words[0] : "";
    int start = out.writerIndex();
    if (refused.contains(verb.toUpperCase(Locale.ROOT))) {
      int at = text.lastIndexOf(verb);
      write(text.substring(0, at), out);
      out.writeBytes(REFUSED);
      write(text.substring(at + verb.length()), out);
    } else {
      write(text, out);
      commands.accept(tag, verb.toUpperCase(Locale.ROOT));
    }
    tail.add(out, start, out.writerIndex() - (text.endsWith("\n") ? 1 : 0));
  }

  /** Each character is an octet. */
  private static void write(String text, ByteBuf out) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void rest(ByteBuf in, ByteBuf out) {
    int newline = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    int end = newline < 0 ? in.writerIndex() : newline;
    tail.add(in, in.readerIndex(), end);
    out.writeBytes(in, (newline < 0 ? end : end + 1) - in.readerIndex());
    if (newline >= 0) {
      state = lineEnds();
    }
  }

  private State lineEnds() {
    LineTail.Literal announced = tail.next();
    if (form == Form.LINES || announced.size() < 0) {
      return State.BEGINNING;
    }
    literalLeft = announced.size();
    return form == Form.TAGGED && announced.synchronising() ? State.AWAITING : literalOrRest();
  }

  private State literalOrRest() {
    return literalLeft > 0 ? State.LITERAL : State.REST;
  }

  private void literal(ByteBuf in, ByteBuf out) {
    int length = (int) Math.min(literalLeft, in.readableBytes());
    out.writeBytes(in, length);
    literalLeft -= length;
    state = literalOrRest();
  }

  /** The upstream wants the literal that it was told of. */
  public void goOn() {
    if (state == State.AWAITING) {
      state = literalOrRest();
    }
  }

  /** The upstream has answered a command. */
  public void answered(String answeredTag) {
    if (state == State.AWAITING && answeredTag.equals(tag)) {
      state = State.BEGINNING;
    }
  }

  /** Whether the client can't be followed any more. */
  public boolean isBreached() {
    return breached;
  }
}
