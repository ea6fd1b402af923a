// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Protection;
import org.latchkey.core.session.SignOutReason;

/** What the server says, response codes after RFC 5804 §1.3. */
final class SieveReplies {
  static final Reply BEGIN_TLS = Reply.lines("OK \"Begin TLS\"");
  static final Reply NO_TLS = Reply.lines("NO \"TLS is up already\"");
  static final Reply INJECTED = Reply.lines("BYE \"Nothing may follow STARTTLS before TLS is up\"");
  static final Reply NOOP = Reply.lines("OK \"Done\"");
  static final Reply LOGOUT = Reply.lines("OK \"Bye\"");
  static final Reply NOT_BASE64 = Reply.lines("NO \"Invalid base64\"");
  static final Reply SIGN_IN_FIRST = Reply.lines("NO \"Sign in first\"");
  static final Reply UNKNOWN = Reply.lines("NO \"Unknown command\"");
  static final Reply MALFORMED = Reply.lines("NO \"Invalid arguments\"");

  /** RFC 5804 §4 has no literals of a client's but those that it doesn't wait with. */
  static final Reply SYNCHRONISING = Reply.lines("BYE \"A literal is announced with a plus sign\"");

  private static final Reply SIGNED_OUT = Reply.lines("BYE \"Signed out\"");
  static final Reply STOPPING = Reply.lines("BYE (TRYLATER) \"The server is stopping\"");

  /**
   * The extensions before a sign-in, since RFC 5804 §1.7 demands a list and each account may have
   * an upstream of its own: those that Pigeonhole and Cyrus both have by default. The upstream's
   * own list is what CAPABILITY gets after the sign-in.
   */
  private static final String EXTENSIONS =
      "fileinto reject envelope encoded-character vacation subaddress relational"
          + " comparator-i;ascii-numeric copy imap4flags variables body";

  private static final Reply CLEAR = capabilities("", true);
  private static final Reply TRUSTED = capabilities("PLAIN LOGIN", true);
  private static final Reply ENCRYPTED = capabilities("PLAIN LOGIN", false);

  private SieveReplies() {}

  private static Reply capabilities(String mechanisms, boolean startTls) {
    return Reply.lines(
        "\"IMPLEMENTATION\" \"Latchkey\"",
        "\"SASL\" \"" + mechanisms + "\"",
        "\"SIEVE\" \"" + EXTENSIONS + "\"",
        (startTls ? "\"STARTTLS\"\r\n" : "") + "\"VERSION\" \"1.0\"",
        "OK \"Latchkey ready\"");
  }

  /**
   * The capabilities (RFC 5804 §1.7), which are the greeting, the answer to CAPABILITY, and what is
   * said once TLS is up (§2.2). They aren't said again behind AUTHENTICATE: that is for mechanisms
   * with a security layer (§2.1), which PLAIN and LOGIN haven't.
   */
  static Reply capabilities(Protection protection) {
    return switch (protection) {
      case NONE -> CLEAR;
      case TRUSTED_NETWORK -> TRUSTED;
      case TLS -> ENCRYPTED;
    };
  }

  /** What was to be sent back (RFC 5804 §2.13), as a quoted string. */
  static Reply noop(String tag) {
    String quoted = tag.replace("\\", "\\\\").replace("\"", "\\\"");
    return tag.isEmpty() ? NOOP : Reply.lines("OK (TAG \"" + quoted + "\") \"Done\"");
  }

  static Reply broken(Frame.Fault fault) {
    return Reply.lines("BYE \"" + fault.words() + "\"");
  }

  static Reply signedOut(SignOutReason reason) {
    return reason == SignOutReason.SERVER_STOPPING ? STOPPING : SIGNED_OUT;
  }
}
