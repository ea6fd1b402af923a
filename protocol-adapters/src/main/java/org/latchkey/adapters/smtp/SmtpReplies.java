// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Protection;
import org.latchkey.core.session.SignOutReason;

/** What the server says, codes after RFC 5321 §4.2.3, RFC 4954 §6 and RFC 3463. */
final class SmtpReplies {
  static final Reply OK = Reply.lines("250 2.0.0 OK");
  static final Reply BEGIN_TLS = Reply.lines("220 2.0.0 Begin TLS");
  static final Reply NO_TLS = Reply.lines("503 5.5.1 TLS is up already");
  static final Reply INJECTED =
      Reply.lines("554 5.5.1 Nothing may follow STARTTLS before TLS is up");
  static final Reply NOT_BASE64 = Reply.lines("501 5.5.2 Invalid base64");
  static final Reply SIGNED_IN_ALREADY = Reply.lines("503 5.5.1 Signed in already");
  static final Reply SIGN_IN_FIRST = Reply.lines("530 5.7.0 Sign in first");
  static final Reply NO_UPSTREAM = Reply.lines("451 4.3.0 Mail can't be taken now, try later");
  static final Reply MAIL_FIRST = Reply.lines("503 5.5.1 MAIL first");
  static final Reply UNKNOWN = Reply.lines("500 5.5.1 Unknown command");
  static final Reply MALFORMED = Reply.lines("501 5.5.4 Invalid arguments");
  static final String NOTHING_BEHIND_DATA = "Nothing may follow DATA before its reply";
  static final Reply SIZE_MISSING = Reply.lines("501 5.5.4 BDAT needs the size of its chunk, bye");
  static final Reply OUT_OF_TURN =
      Reply.lines("421 4.3.0 The mail server makes no sense, try later");
  static final Reply LINE_TOO_LONG = Reply.lines("500 5.5.2 Line too long");
  static final Reply CANNOT_VERIFY = Reply.lines("252 2.5.0 Send mail, and it will be tried");
  static final Reply HELP = Reply.lines("214 2.0.0 See RFC 5321 and RFC 4954");
  static final Reply QUIT = Reply.lines("221 2.0.0 Bye");

  private static final String AUTH = "AUTH PLAIN LOGIN";
  private static final Reply SIGNED_OUT = Reply.lines("421 4.7.0 Signed out");
  static final Reply STOPPING = Reply.lines("421 4.3.2 The server is stopping");

  /** What is offered while no upstream has said more (RFC 1870 §4: SIZE alone). */
  private static final List<String> LEAST =
      List.of("PIPELINING", "SIZE", "8BITMIME", "ENHANCEDSTATUSCODES");

  private final Reply greeting;
  private final Reply helo;
  private final String hostName;

  /**
   * @throws IllegalArgumentException when this can't be a host's name
   */
  SmtpReplies(String hostName) {
    if (hostName.isEmpty() || hostName.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      throw new IllegalArgumentException("no host name: " + hostName.length() + " characters");
    }
    greeting = Reply.lines("220 " + hostName + " ESMTP Latchkey");
    helo = Reply.lines("250 " + hostName);
    this.hostName = hostName;
  }

  Reply greeting() {
    return greeting;
  }

  /**
   * EHLO's reply, or HELO's.
   *
   * @param offer what the upstreams can do, as they say it; empty while none has said
   */
  Reply hello(SmtpCommand.Hello hello, Protection protection, Optional<List<String>> offer) {
    return hello.extended()
        ? switch (protection) {
          case NONE -> ehlo(offer, "STARTTLS");
          case TRUSTED_NETWORK -> ehlo(offer, "STARTTLS", AUTH);
          case TLS -> ehlo(offer, AUTH);
        }
        : helo;
  }

  Reply helloSignedIn(SmtpCommand.Hello hello) {
    return hello.extended() ? ehlo(Optional.empty()) : helo;
  }

  /** Latchkey's own stand in the middle: the least has its last in the end. */
  private Reply ehlo(Optional<List<String>> offer, String... own) {
    List<String> extensions = new ArrayList<>(offer.orElse(LEAST));
    extensions.addAll(Math.max(0, extensions.size() - 1), List.of(own));
    extensions.addFirst(hostName);
    String[] lines = new String[extensions.size()];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "250" + (i + 1 < lines.length ? "-" : " ") + extensions.get(i);
    }
    return Reply.lines(lines);
  }

  /** What a client hears whose bytes make no lines. */
  static Reply broken(Frame.Fault fault) {
    return Reply.lines("500 5.5.2 " + fault.words());
  }

  /** The last words to a client whose next octets could mean two things. */
  static Reply breach(String why) {
    return Reply.lines("554 5.5.0 " + why);
  }

  static Reply signedOut(SignOutReason reason) {
    return reason == SignOutReason.SERVER_STOPPING ? STOPPING : SIGNED_OUT;
  }
}
