// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.pop3;

import java.util.Optional;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.signin.Setback;
import org.latchkey.adapters.signin.SignInWords;

/**
 * What is said in the course of a sign-in: RFC 5034 §4, response codes after RFC 2449 §8 and RFC
 * 3206 §4. A client that hears {@code [AUTH]} asks for another password, so an outage never says
 * it.
 */
final class Pop3Words implements SignInWords {
  static final Pop3Words INSTANCE = new Pop3Words();

  private static final Reply ABORTED = Reply.lines("-ERR Sign-in aborted");
  private static final Reply NO_MECHANISM = Reply.lines("-ERR Unknown mechanism");
  private static final Reply ENCRYPT = Reply.lines("-ERR Use TLS to sign in");
  private static final Reply GRANTED = Reply.lines("+OK Signed in");
  private static final Reply FAILED = Reply.lines("-ERR [AUTH] Wrong user name or password");
  private static final Reply UNAVAILABLE =
      Reply.lines("-ERR [SYS/TEMP] Can't sign anybody in now, try later");
  private static final Reply TOO_MANY = Reply.lines("-ERR Too many failures");

  private Pop3Words() {}

  /** The challenge stands behind "+ ", be it empty. */
  @Override
  public Reply challenge(String base64) {
    return Reply.lines("+ " + base64);
  }

  @Override
  public Reply granted(Optional<String> upstreamWords) {
    return GRANTED;
  }

  /** One answer to one command: there is no other for the close that may follow it. */
  @Override
  public Reply on(Setback setback) {
    return switch (setback) {
      case ABORTED -> ABORTED;
      case NOT_BASE64 -> Pop3Dialogue.NOT_BASE64;
      case UNKNOWN_MECHANISM -> NO_MECHANISM;
      case UNENCRYPTED -> ENCRYPT;
      case REFUSED, REFUSED_TOO_OFTEN -> FAILED;
      case UNAVAILABLE -> UNAVAILABLE;
      case TOO_MANY_MISTAKES -> TOO_MANY;
    };
  }
}
