// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.pop3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latchkey.adapters.relay.AwaitingTls;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.relay.UpstreamProof;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.password.Secret;
import org.latchkey.core.upstream.UpstreamFailure;

/** What is said to a POP3 server (RFC 1939 §4, RFC 2595 §4, RFC 5034 §4). */
sealed interface Pop3ToUpstream extends UpstreamDialogue {
  /** RFC 2449 §4; an initial response must fit too (RFC 5034 §4). */
  int MAX_COMMAND_BYTES = 255;

  static UpstreamDialogue start(UpstreamIdentity identity) {
    return new Greeting(identity);
  }

  /** It is to greet. */
  record Greeting(UpstreamIdentity identity) implements Pop3ToUpstream {
    @Override
    public Turn on(String line) {
      if (!isOk(line)) {
        return Turn.failed(this, UpstreamFailure.PROTOCOL, line);
      }
      return identity.tls() == UpstreamTls.STARTTLS
          ? Turn.say(new BeginningTls(identity), "STLS")
          : signIn(identity);
    }
  }

  /** It is to allow TLS. */
  record BeginningTls(UpstreamIdentity identity) implements Pop3ToUpstream {
    @Override
    public Turn on(String line) {
      return isOk(line)
          ? AwaitingTls.begin(() -> signIn(identity))
          : Turn.failed(this, UpstreamFailure.TLS, line);
    }
  }

  /**
   * It is to say what it can do (RFC 2449 §5).
   *
   * @param lines what it has said so far
   * @param listing whether it has begun to
   */
  record Asked(List<String> lines, boolean listing) implements Pop3ToUpstream {
    private static final int MOST = 100;

    public Asked {
      lines = List.copyOf(lines);
    }

    @Override
    public Turn on(String line) {
      if (!listing) {
        return isOk(line)
            ? Turn.listen(new Asked(lines, true))
            : Turn.failed(this, UpstreamFailure.PROTOCOL, line);
      }
      if (line.equals(".")) {
        return Turn.ready(this, "", lines);
      }
      List<String> more = new ArrayList<>(lines);
      if (more.size() < MOST && Pop3Dialogue.passes(line)) {
        more.add(line);
      }
      return Turn.listen(new Asked(more, true));
    }
  }

  /** It is to take the user's name. */
  record Naming() implements Pop3ToUpstream {
    @Override
    public Turn on(String line) {
      // Any password will do for one that asks for none.
      return isOk(line)
          ? Turn.say(new SigningIn(Optional.empty()), "PASS latchkey")
          : Turn.failed(this, UpstreamFailure.REFUSED, line);
    }
  }

  /**
   * It is to take the sign-in.
   *
   * @param due what answers its challenge; empty once that is sent
   */
  record SigningIn(Optional<Secret> due) implements Pop3ToUpstream {
    @Override
    public Turn on(String line) {
      if (isOk(line)) {
        return Turn.ready(this, "");
      }
      // A challenge behind the response tells of an error (RFC 7628 §3.2.3).
      return due.isPresent() && line.startsWith("+")
          ? Turn.say(new SigningIn(Optional.empty()), "", due.get(), "")
          : Turn.failed(this, UpstreamFailure.REFUSED, line);
    }
  }

  private static Turn signIn(UpstreamIdentity identity) {
    return switch (identity.proof()) {
      case UpstreamProof.Nobody _ -> Turn.say(new Asked(List.of(), false), "CAPA");
      case UpstreamProof.Sasl sasl -> authenticate(sasl);
      case UpstreamProof.None none -> Turn.say(new Naming(), "USER " + identity.user());
      case UpstreamProof.Xclient xclient ->
          throw new IllegalStateException("XCLIENT is for SMTP only");
    };
  }

  private static Turn authenticate(UpstreamProof.Sasl sasl) {
    String command = "AUTH " + sasl.mechanism();
    Secret response = sasl.initialResponse();
    int length = command.length() + 1 + response.length() + 2;
    return length <= MAX_COMMAND_BYTES
        ? Turn.say(new SigningIn(Optional.empty()), command + " ", response, "")
        : Turn.say(new SigningIn(Optional.of(response)), command);
  }

  private static boolean isOk(String line) {
    return line.regionMatches(true, 0, "+OK", 0, 3);
  }
}
