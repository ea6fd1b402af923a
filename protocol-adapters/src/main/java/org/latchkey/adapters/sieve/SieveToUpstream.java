// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.adapters.relay.AwaitingTls;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.relay.UpstreamProof;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.password.Secret;
import org.latchkey.core.upstream.UpstreamFailure;

/**
 * What is said to a ManageSieve server (RFC 5804 §2.1, §2.2): its capabilities are passed over, a
 * client asks for them itself.
 */
sealed interface SieveToUpstream extends UpstreamDialogue {
  /** What a quoted string may hold (RFC 5804 §4). */
  int MAX_QUOTED_BYTES = 1024;

  int MAX_LITERAL_BYTES = 65_536;

  String UNAUTHENTICATE = "\"UNAUTHENTICATE\"";

  Pattern LITERAL = Pattern.compile("\\{([0-9]{1,18})\\+?}$");

  static UpstreamDialogue start(UpstreamIdentity identity) {
    return new Capabilities(identity, false, List.of());
  }

  /**
   * A line with all its literals comes in.
   *
   * @param line what stands before the first literal's octets is as it came
   */
  Turn onWhole(String line);

  @Override
  default Turn on(String line) {
    Matcher literal = LITERAL.matcher(line);
    if (!literal.find()) {
      return onWhole(line);
    }
    long size = Long.parseLong(literal.group(1));
    return size <= MAX_LITERAL_BYTES
        ? Turn.listen(new InLiteral(this, line, (int) size))
        : Turn.failed(this, UpstreamFailure.PROTOCOL, line);
  }

  /**
   * The octets of a literal are to come, and then the rest of the line that it is in.
   *
   * @param state what the whole line is for
   * @param start the line so far
   * @param left how many octets
   */
  record InLiteral(SieveToUpstream state, String start, int left) implements SieveToUpstream {
    @Override
    public Turn on(String line) {
      if (line.length() < left) {
        // The line end was in it, a CRLF as a script's are.
        return Turn.listen(
            new InLiteral(state, start, Math.max(0, left - line.length() - "\r\n".length())));
      }
      String rest = line.substring(left);
      return LITERAL.matcher(rest).find() ? SieveToUpstream.super.on(rest) : onWhole(rest);
    }

    @Override
    public Turn onWhole(String line) {
      return state.onWhole(start + line);
    }
  }

  /** It is to say what it can do: when it greets, and again when TLS is up. */
  record Capabilities(UpstreamIdentity identity, boolean encrypted, List<String> offer)
      implements SieveToUpstream {
    private static final int MOST = 100;

    public Capabilities {
      offer = List.copyOf(offer);
    }

    @Override
    public Turn onWhole(String line) {
      if (line.startsWith("\"") || line.startsWith("{")) {
        // One that believes Latchkey's word would let a client become anybody (RFC 5804 §2.14.1).
        return identity.proof() instanceof UpstreamProof.None
                && line.regionMatches(true, 0, UNAUTHENTICATE, 0, UNAUTHENTICATE.length())
            ? Turn.failed(this, UpstreamFailure.NOT_CONFIGURED, "it offers UNAUTHENTICATE")
            : Turn.listen(with(line));
      }
      if (!isOk(line)) {
        return Turn.failed(this, UpstreamFailure.PROTOCOL, line);
      }
      return identity.tls() == UpstreamTls.STARTTLS && !encrypted
          ? Turn.say(new BeginningTls(identity), "STARTTLS")
          : signIn(identity, offer);
    }

    private Capabilities with(String line) {
      List<String> more = new ArrayList<>(offer);
      if (offer.size() < MOST) {
        SieveReplies.offered(line).ifPresent(more::add);
      }
      return new Capabilities(identity, encrypted, more);
    }
  }

  /** It is to allow TLS. */
  record BeginningTls(UpstreamIdentity identity) implements SieveToUpstream {
    @Override
    public Turn onWhole(String line) {
      return isOk(line)
          ? AwaitingTls.begin(() -> Turn.listen(new Capabilities(identity, true, List.of())))
          : Turn.failed(this, UpstreamFailure.TLS, line);
    }
  }

  /** It is to take the sign-in; a challenge tells of an error (RFC 7628 §3.2.3). */
  record SigningIn(List<String> offer) implements SieveToUpstream {
    public SigningIn {
      offer = List.copyOf(offer);
    }

    @Override
    public Turn onWhole(String line) {
      return isOk(line)
          ? Turn.ready(this, "", offer)
          : Turn.failed(this, UpstreamFailure.REFUSED, line);
    }
  }

  private static Turn signIn(UpstreamIdentity identity, List<String> offer) {
    SigningIn next = new SigningIn(offer);
    return switch (identity.proof()) {
      case UpstreamProof.Nobody _ -> Turn.ready(next, "", offer);
      case UpstreamProof.Sasl sasl -> authenticate(next, sasl.mechanism(), sasl.initialResponse());
      case UpstreamProof.None none -> authenticate(next, "PLAIN", anyPassword(identity.user()));
      case UpstreamProof.Xclient xclient ->
          throw new IllegalStateException("XCLIENT is for SMTP only");
    };
  }

  private static Turn authenticate(SigningIn next, String mechanism, Secret response) {
    String command = "AUTHENTICATE \"" + mechanism + "\" ";
    return response.length() <= MAX_QUOTED_BYTES
        ? Turn.say(next, command + '"', response, "\"")
        : Turn.say(next, command + "{" + response.length() + "+}\r\n", response, "");
  }

  /** Any password will do for one that asks for none. */
  private static Secret anyPassword(String user) {
    byte[] message = ("\0" + user + "\0latchkey").getBytes(StandardCharsets.UTF_8);
    return Secret.takeOver(Base64.getEncoder().encode(message));
  }

  private static boolean isOk(String line) {
    return line.regionMatches(true, 0, "OK", 0, 2) && (line.length() == 2 || line.charAt(2) == ' ');
  }
}
