// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.relay.LiteralPassage;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;

/**
 * What passes between an IMAP client and its upstream. Many clients say their name right behind the
 * sign-in (RFC 2971): the first commands are looked at for that, nothing after them.
 */
final class ImapPassage implements Passage {
  private static final int COMMANDS_READ = 8;
  private static final int MAX_COMMAND_BYTES = 1024;

  private final LiteralPassage words = new LiteralPassage(SignOutWords::of);
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

  @Override
  public ByteBuf passToUpstream(ByteBuf in) {
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
    return in;
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
