// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import java.util.Optional;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.signin.Setback;
import org.latchkey.adapters.signin.SignInWords;

/** What is said in the course of a sign-in: RFC 4954 §4 and §6, RFC 3463. */
final class SmtpWords implements SignInWords {
  static final SmtpWords INSTANCE = new SmtpWords();

  private static final Reply ABORTED = Reply.lines("501 5.7.0 Sign-in aborted");
  private static final Reply NO_MECHANISM = Reply.lines("504 5.5.4 Unknown mechanism");
  private static final Reply ENCRYPT = Reply.lines("538 5.7.11 Use TLS to sign in");
  private static final Reply GRANTED = Reply.lines("235 2.7.0 Signed in");
  private static final Reply FAILED = Reply.lines("535 5.7.8 Wrong user name or password");
  private static final Reply UNAVAILABLE =
      Reply.lines("454 4.7.0 Can't sign anybody in now, try later");
  private static final Reply TOO_MANY = Reply.lines("421 4.7.0 Too many failures");
  private static final Reply FAILED_TOO_OFTEN =
      Reply.lines("535 5.7.8 Wrong user name or password", "421 4.7.0 Too many failures");

  private SmtpWords() {}

  /** The challenge stands behind "334 ", be it empty. */
  @Override
  public Reply challenge(String base64) {
    return Reply.lines("334 " + base64);
  }

  @Override
  public Reply granted(Optional<String> upstreamWords) {
    return GRANTED;
  }

  @Override
  public Reply on(Setback setback) {
    return switch (setback) {
      case ABORTED -> ABORTED;
      case NOT_BASE64 -> SmtpReplies.NOT_BASE64;
      case UNKNOWN_MECHANISM -> NO_MECHANISM;
      case UNENCRYPTED -> ENCRYPT;
      case REFUSED -> FAILED;
      case REFUSED_TOO_OFTEN -> FAILED_TOO_OFTEN;
      case UNAVAILABLE -> UNAVAILABLE;
      case TOO_MANY_MISTAKES -> TOO_MANY;
    };
  }
}
