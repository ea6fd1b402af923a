// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import java.util.Optional;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.signin.Setback;
import org.latchkey.adapters.signin.SignInWords;

/**
 * What is said in the course of a sign-in: RFC 9051 §6.2.2 and §7.1, RFC 5530 §3.
 *
 * @param tag of the command that began it
 */
record ImapWords(String tag) implements SignInWords {
  private static final Reply ABORTED = Reply.lines("BAD Sign-in aborted");
  private static final Reply NOT_BASE64 = Reply.lines("BAD Invalid base64");
  private static final Reply NO_MECHANISM = Reply.lines("NO Unknown mechanism");
  private static final Reply PRIVACY = Reply.lines("NO [PRIVACYREQUIRED] Use TLS to sign in");
  private static final Reply FAILED =
      Reply.lines("NO [AUTHENTICATIONFAILED] Wrong user name or password");
  private static final Reply UNAVAILABLE =
      Reply.lines("NO [UNAVAILABLE] Can't sign anybody in now, try later");
  private static final Reply GRANTED = granted(Capabilities.SIGNED_IN);
  private static final Reply TOO_MANY = Reply.lines("* BYE Too many failures");
  private static final Reply FAILED_TOO_OFTEN =
      Reply.lines(
          "NO [AUTHENTICATIONFAILED] Wrong user name or password", "* BYE Too many failures");

  /** The challenge stands behind "+ ", be it empty. */
  @Override
  public Sendable challenge(String base64) {
    return Answer.untagged(Reply.lines("+ " + base64));
  }

  @Override
  public Sendable granted(Optional<String> upstreamCapabilities) {
    return Answer.tagged(tag, upstreamCapabilities.map(ImapWords::granted).orElse(GRANTED));
  }

  private static Reply granted(String capabilities) {
    return Reply.lines("OK [CAPABILITY " + capabilities + "] Signed in");
  }

  @Override
  public Sendable on(Setback setback) {
    return switch (setback) {
      case ABORTED -> Answer.tagged(tag, ABORTED);
      case NOT_BASE64 -> Answer.tagged(tag, NOT_BASE64);
      case UNKNOWN_MECHANISM -> Answer.tagged(tag, NO_MECHANISM);
      case UNENCRYPTED -> Answer.tagged(tag, PRIVACY);
      case REFUSED -> Answer.tagged(tag, FAILED);
      case REFUSED_TOO_OFTEN -> Answer.tagged(tag, FAILED_TOO_OFTEN);
      case UNAVAILABLE -> Answer.tagged(tag, UNAVAILABLE);
      case TOO_MANY_MISTAKES -> Answer.untagged(TOO_MANY);
    };
  }
}
