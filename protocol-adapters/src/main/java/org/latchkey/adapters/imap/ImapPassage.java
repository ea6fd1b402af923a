// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.relay.CommandScreen;
import org.latchkey.adapters.relay.LiteralPassage;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;

/**
 * What passes between an IMAP client and its upstream. Nobody signs in again, and once both have
 * begun to compress (RFC 4978), nothing is looked at any more. Many clients say their name right
 * behind the sign-in (RFC 2971): the first commands are looked at for that.
 */
final class ImapPassage implements Passage {
  private static final int COMMANDS_READ = 8;

  /** An ID of thirty fields fits (RFC 2971 §3.3). */
  private static final int MAX_COMMAND_BYTES = 33_000;

  private static final int MOST_COMPRESSIONS = 16;

  /** RFC 9051 §6.2, RFC 8437. */
  private static final Set<String> REFUSED =
      Set.of("AUTHENTICATE", "LOGIN", "STARTTLS", "UNAUTHENTICATE");

  /** What ends in free text, and is no response with data in it (RFC 9051 §7.1). */
  private static final Pattern STATUS =
      Pattern.compile(
          "([^ ]+) (OK|NO|BAD|BYE|PREAUTH)( .*|\\r?)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Reply BREACH =
      Reply.lines("* BYE A literal waits for its continuation, and a tag is short");

  private final LiteralPassage words = new LiteralPassage(SignOutWords::of, this::lineEnds);
  private final CommandScreen screen =
      new CommandScreen(CommandScreen.Form.TAGGED, REFUSED, this::commandBegins);

  /** The tags of the commands that are to begin compression. */
  private final Set<String> compressions = new HashSet<>();

  private boolean compressed;
  private final LiveSession session;
  private final StringBuilder command = new StringBuilder();
  private int left = COMMANDS_READ;

  ImapPassage(LiveSession session) {
    this.session = session;
  }

  @Override
  public ByteBuf pass(ByteBuf in) {
    return words.pass(in);
  }

  private void commandBegins(String tag, String verb) {
    if (verb.equals("COMPRESS") && compressions.size() < MOST_COMPRESSIONS) {
      compressions.add(tag);
    }
  }

  private LiteralPassage.Lines.Kind lineEnds(String beginning) {
    if (beginning.startsWith("+")) {
      screen.goOn();
      return LiteralPassage.Lines.Kind.TEXT;
    }
    Matcher status = STATUS.matcher(beginning);
    if (!status.matches()) {
      return LiteralPassage.Lines.Kind.DATA;
    }
    String tag = status.group(1);
    screen.answered(tag);
    compressed = compressions.remove(tag) && status.group(2).equalsIgnoreCase("OK");
    return compressed ? LiteralPassage.Lines.Kind.LAST : LiteralPassage.Lines.Kind.TEXT;
  }

  @Override
  public ByteBuf passToUpstream(ByteBuf in) {
    if (compressed) {
      return in;
    }
    lookForName(in);
    return screen.pass(in);
  }

  @Override
  public Optional<Reply> breach() {
    return screen.isBreached() ? Optional.of(BREACH) : Optional.empty();
  }

  private void lookForName(ByteBuf in) {
    int at = in.readerIndex();
    while (left > 0 && at < in.writerIndex()) {
      int newline = in.indexOf(at, in.writerIndex(), (byte) '\n');
      int end = newline < 0 ? in.writerIndex() : newline;
      if (command.length() + end - at > MAX_COMMAND_BYTES) {
        left = 0;
      } else {
        command.append(in.toString(at, end - at, StandardCharsets.ISO_8859_1));
        at = newline < 0 ? end : end + 1;
        if (newline >= 0) {
          commandEnds();
        }
      }
    }
  }

  private void commandEnds() {
    String line = command.toString().stripTrailing();
    command.setLength(0);
    left--;
    if (line.endsWith("}")) {
      left = 0; // what follows is a literal, and may be a message
    } else if (ImapCommand.parse(Line.of(line)) instanceof ImapCommand.Id id) {
      left = 0;
      session.clientName(id.clientName());
    }
  }

  @Override
  public boolean isAtBoundary() {
    return words.isAtBoundary();
  }

  @Override
  public Reply goodbye(SignOutReason reason) {
    return words.goodbye(reason);
  }
}
