// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.imap.SignedInState.Authenticated;
import org.latchkey.adapters.imap.SignedInState.Selected;
import org.latchkey.adapters.line.Arguments;
import org.latchkey.adapters.line.Reply;

/**
 * A mail account with nothing in it: one empty INBOX (RFC 3501), enough for a client to set an
 * account up. It stands in for an upstream. Pure functions.
 */
final class EmptyMailbox {
  private static final String INBOX = "INBOX";
  private static final Reply COMPLETED = Reply.lines("OK Completed");
  private static final Reply INVALID = Reply.lines("BAD Invalid arguments");
  private static final Reply UNKNOWN = Reply.lines("BAD Unknown command");
  private static final Reply SELECT_FIRST = Reply.lines("BAD Select a mailbox first");
  private static final Reply NONEXISTENT = Reply.lines("NO [NONEXISTENT] There is only INBOX");
  private static final Reply CANNOT = Reply.lines("NO [CANNOT] There is only INBOX");
  private static final Reply OPENED = Reply.lines("OK [READ-WRITE] Completed");
  private static final Reply EXAMINED = Reply.lines("OK [READ-ONLY] Completed");
  private static final Reply CONTENTS =
      Reply.lines(
          "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)",
          "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)] Flags kept",
          "* 0 EXISTS",
          "* 0 RECENT",
          "* OK [UIDVALIDITY 1] UIDs valid",
          "* OK [UIDNEXT 1] Predicted next UID");
  private static final Reply NAMESPACES = Reply.lines("* NAMESPACE ((\"\" \"/\")) NIL NIL");

  /** An answer and the state it leaves behind. */
  record Result(SignedInState next, Answer answer) {}

  private EmptyMailbox() {}

  static Result on(SignedInState state, ImapCommand.Other command) {
    String tag = command.tag();
    Arguments arguments = command.arguments();
    return switch (command.verb()) {
      case "SELECT" -> select(tag, arguments, OPENED);
      case "EXAMINE" -> select(tag, arguments, EXAMINED);
      case "LIST", "LSUB" -> new Result(state, list(tag, command.verb(), arguments));
      case "STATUS" -> new Result(state, status(tag, arguments));
      case "NAMESPACE" -> new Result(state, new Answer(NAMESPACES, tag, COMPLETED));
      case "ENABLE" -> new Result(state, new Answer(Reply.lines("* ENABLED"), tag, COMPLETED));
      case "SUBSCRIBE", "UNSUBSCRIBE" -> new Result(state, onInbox(tag, arguments, COMPLETED));
      case "CREATE", "DELETE", "RENAME", "APPEND" -> new Result(state, Answer.tagged(tag, CANNOT));
      case "CHECK", "EXPUNGE", "FETCH", "STORE", "COPY", "MOVE" ->
          selected(state, Answer.tagged(tag, COMPLETED));
      case "SEARCH" -> selected(state, search(tag));
      case "UID" -> selected(state, uid(tag, arguments));
      case "CLOSE", "UNSELECT" -> {
        Result result = selected(state, Answer.tagged(tag, COMPLETED));
        yield state instanceof Selected ? new Result(new Authenticated(), result.answer()) : result;
      }
      default -> new Result(state, Answer.tagged(tag, UNKNOWN));
    };
  }

  private static Result selected(SignedInState state, Answer answer) {
    return new Result(
        state, state instanceof Selected ? answer : Answer.tagged(answer.tag(), SELECT_FIRST));
  }

  private static Result select(String tag, Arguments arguments, Reply opened) {
    Answer answer = onInbox(tag, arguments, opened);
    // A SELECT that fails leaves no mailbox selected (RFC 3501 §6.3.1).
    return answer.tagged().equals(opened)
        ? new Result(new Selected(), new Answer(CONTENTS, tag, opened))
        : new Result(new Authenticated(), answer);
  }

  private static Answer onInbox(String tag, Arguments arguments, Reply good) {
    String mailbox = arguments.space() ? arguments.astring() : null;
    if (mailbox == null) {
      return Answer.tagged(tag, INVALID);
    }
    return Answer.tagged(tag, mailbox.equalsIgnoreCase(INBOX) ? good : NONEXISTENT);
  }

  private static Answer list(String tag, String verb, Arguments arguments) {
    String reference = arguments.space() ? arguments.astring() : null;
    String pattern = reference != null && arguments.space() ? arguments.astring() : null;
    if (reference == null || pattern == null) {
      return Answer.tagged(tag, INVALID);
    }
    if (pattern.isEmpty()) {
      return new Answer(Reply.lines("* " + verb + " (\\Noselect) \"/\" \"\""), tag, COMPLETED);
    }
    return matchesInbox(reference + pattern)
        ? new Answer(Reply.lines("* " + verb + " () \"/\" INBOX"), tag, COMPLETED)
        : Answer.tagged(tag, COMPLETED);
  }

  /** RFC 3501 §6.3.8; there are no levels of hierarchy, so both wildcards are the same. */
  private static boolean matchesInbox(String pattern) {
    String left = pattern.toUpperCase(Locale.ROOT).replace('%', '*');
    int star = left.indexOf('*');
    if (star < 0) {
      return left.equals(INBOX);
    }
    int at = star;
    if (!INBOX.startsWith(left.substring(0, star))) {
      return false;
    }
    String[] parts = left.substring(star + 1).split(Pattern.quote("*"), -1);
    for (int i = 0; i < parts.length - 1; i++) {
      int found = INBOX.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    String last = parts[parts.length - 1];
    return INBOX.length() - last.length() >= at && INBOX.endsWith(last);
  }

  private static Answer status(String tag, Arguments arguments) {
    Answer refusedOr = onInbox(tag, arguments, COMPLETED);
    if (!refusedOr.tagged().equals(COMPLETED)) {
      return refusedOr;
    }
    if (!arguments.space() || !arguments.octet('(')) {
      return Answer.tagged(tag, INVALID);
    }
    StringBuilder items = new StringBuilder();
    while (!arguments.octet(')')) {
      String item = statusItem(arguments.atom());
      if (item == null) {
        return Answer.tagged(tag, INVALID);
      }
      items.append(items.isEmpty() ? "" : " ").append(item);
      arguments.space();
    }
    return new Answer(Reply.lines("* STATUS INBOX (" + items + ")"), tag, COMPLETED);
  }

  private static @Nullable String statusItem(@Nullable String item) {
    return switch (item == null ? "" : item.toUpperCase(Locale.ROOT)) {
      case "MESSAGES" -> "MESSAGES 0";
      case "RECENT" -> "RECENT 0";
      case "UNSEEN" -> "UNSEEN 0";
      case "DELETED" -> "DELETED 0";
      case "SIZE" -> "SIZE 0";
      case "UIDNEXT" -> "UIDNEXT 1";
      case "UIDVALIDITY" -> "UIDVALIDITY 1";
      default -> null;
    };
  }

  private static Answer search(String tag) {
    return new Answer(Reply.lines("* SEARCH"), tag, COMPLETED);
  }

  private static Answer uid(String tag, Arguments arguments) {
    String verb = arguments.space() ? arguments.word() : null;
    return switch (verb == null ? "" : verb.toUpperCase(Locale.ROOT)) {
      case "SEARCH" -> search(tag);
      case "FETCH", "STORE", "COPY", "MOVE", "EXPUNGE" -> Answer.tagged(tag, COMPLETED);
      default -> Answer.tagged(tag, INVALID);
    };
  }
}
