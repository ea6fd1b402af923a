// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
   * What is offered while no upstream has said more, since RFC 5804 §1.7 demands a list: the
   * extensions that Pigeonhole and Cyrus both have by default.
   */
  private static final List<String> LEAST =
      List.of(
          "SIEVE fileinto reject envelope encoded-character vacation subaddress relational"
              + " comparator-i;ascii-numeric copy imap4flags variables body");

  /** What is Latchkey's own, or nobody's before a sign-in (RFC 5804 §1.7). */
  private static final Set<String> NOT_OFFERED =
      Set.of("IMPLEMENTATION", "SASL", "STARTTLS", "VERSION", "UNAUTHENTICATE", "OWNER");

  /** A capability's name and value, the value quoted or a literal. */
  private static final Pattern CAPABILITY =
      Pattern.compile(
          "\"([A-Za-z0-9-]{1,64})\"(?: (?:\"([^\"\\\\]*)\"|\\{[0-9]+\\+?}([^\"\\\\]*)))?");

  private SieveReplies() {}

  /**
   * What a line of an upstream's capabilities offers: a name, and its value behind a space. Empty
   * where it is nothing to tell others of.
   */
  static Optional<String> offered(String line) {
    Matcher capability = CAPABILITY.matcher(line.strip());
    if (!capability.matches()
        || NOT_OFFERED.contains(capability.group(1).toUpperCase(Locale.ROOT))) {
      return Optional.empty();
    }
    String value = capability.group(2) != null ? capability.group(2) : capability.group(3);
    return Optional.of(
        capability.group(1).toUpperCase(Locale.ROOT) + (value == null ? "" : " " + value.strip()));
  }

  private static String quoted(String capability) {
    int space = capability.indexOf(' ');
    return space < 0
        ? '"' + capability + '"'
        : '"' + capability.substring(0, space) + "\" \"" + capability.substring(space + 1) + '"';
  }

  /**
   * The capabilities (RFC 5804 §1.7), which are the greeting, the answer to CAPABILITY, and what is
   * said once TLS is up (§2.2). They aren't said again behind AUTHENTICATE: that is for mechanisms
   * with a security layer (§2.1), which PLAIN and LOGIN haven't.
   *
   * @param offer what the upstreams can do; empty while none has said
   */
  static Reply capabilities(Protection protection, Optional<List<String>> offer) {
    List<String> lines = new ArrayList<>();
    lines.add("\"IMPLEMENTATION\" \"Latchkey\"");
    lines.add("\"SASL\" \"" + (protection == Protection.NONE ? "" : "PLAIN LOGIN") + '"');
    offer.orElse(LEAST).forEach(each -> lines.add(quoted(each)));
    if (protection != Protection.TLS) {
      lines.add("\"STARTTLS\"");
    }
    lines.add("\"VERSION\" \"1.0\"");
    lines.add("OK \"Latchkey ready\"");
    return Reply.lines(lines.toArray(new String[0]));
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
