// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

import java.util.Optional;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.signin.Setback;
import org.latchkey.adapters.signin.SignInWords;

/** What is said in the course of a sign-in: RFC 5804 §2.1, response codes after §1.3. */
final class SieveWords implements SignInWords {
  static final SieveWords INSTANCE = new SieveWords();

  private static final Reply ABORTED = Reply.lines("NO \"Sign-in aborted\"");
  private static final Reply NO_MECHANISM = Reply.lines("NO \"Unknown mechanism\"");
  private static final Reply ENCRYPT = Reply.lines("NO (ENCRYPT-NEEDED) \"Use TLS to sign in\"");
  private static final Reply GRANTED = Reply.lines("OK \"Signed in\"");
  private static final Reply FAILED = Reply.lines("NO \"Wrong user name or password\"");
  private static final Reply UNAVAILABLE =
      Reply.lines("NO (TRYLATER) \"Can't sign anybody in now, try later\"");
  private static final Reply TOO_MANY = Reply.lines("BYE \"Too many failures\"");
  private static final Reply FAILED_TOO_OFTEN =
      Reply.lines("NO \"Wrong user name or password\"", "BYE \"Too many failures\"");

  private SieveWords() {}

  /** The challenge is a string, be it empty. */
  @Override
  public Reply challenge(String base64) {
    return Reply.lines('"' + base64 + '"');
  }

  @Override
  public Reply granted(Optional<String> upstreamWords) {
    return GRANTED;
  }

  @Override
  public Reply on(Setback setback) {
    return switch (setback) {
      case ABORTED -> ABORTED;
      case NOT_BASE64 -> SieveReplies.NOT_BASE64;
      case UNKNOWN_MECHANISM -> NO_MECHANISM;
      case UNENCRYPTED -> ENCRYPT;
      case REFUSED -> FAILED;
      case REFUSED_TOO_OFTEN -> FAILED_TOO_OFTEN;
      case UNAVAILABLE -> UNAVAILABLE;
      case TOO_MANY_MISTAKES -> TOO_MANY;
    };
  }
}
