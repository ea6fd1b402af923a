// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.latchkey.adapters.relay.AwaitingTls;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.relay.UpstreamProof;
import org.latchkey.config.Announce;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.password.Secret;
import org.latchkey.core.upstream.UpstreamFailure;

/**
 * What is said to an IMAP server (RFC 9051 §6.2): its greeting is swallowed, and its capabilities
 * are what the client hears of it.
 */
sealed interface ImapToUpstream extends UpstreamDialogue {
  String TLS_TAG = "t";
  String ID_TAG = "i";
  String SIGN_IN_TAG = "s";
  String CAPABILITY_TAG = "c";

  static UpstreamDialogue start(UpstreamIdentity identity) {
    return new Greeting(identity);
  }

  /** Untagged responses come when they come (RFC 9051 §7). */
  @Override
  default boolean mayComeUnasked(int first) {
    return first == '*';
  }

  /** It is to greet. */
  record Greeting(UpstreamIdentity identity) implements ImapToUpstream {
    @Override
    public Turn on(String line) {
      String capabilities = capabilitiesIn(line);
      if (begins(line, "* PREAUTH")) {
        // No TLS can begin any more: who stands between says that (RFC 9051 §7.1.4).
        return identity.tls() == UpstreamTls.STARTTLS
            ? Turn.failed(this, UpstreamFailure.TLS, "PREAUTH before TLS")
            : signedIn(this, capabilities, isBelieved(identity));
      }
      if (!begins(line, "* OK")) {
        return Turn.failed(this, UpstreamFailure.PROTOCOL, line);
      }
      return identity.tls() == UpstreamTls.STARTTLS
          ? Turn.say(new BeginningTls(identity), TLS_TAG + " STARTTLS")
          : signIn(identity, capabilities);
    }
  }

  /** It is to allow TLS. */
  record BeginningTls(UpstreamIdentity identity) implements ImapToUpstream {
    @Override
    public Turn on(String line) {
      if (begins(line, "* ")) {
        return begins(line, "* BYE") ? refused(this, line) : Turn.listen(this);
      }
      return begins(line, TLS_TAG + " OK")
          ? AwaitingTls.begin(() -> signIn(identity, ""))
          : Turn.failed(this, UpstreamFailure.TLS, line);
    }
  }

  /**
   * It is to take the sign-in.
   *
   * @param due what answers its challenge; empty once that is sent
   * @param believed whether Latchkey's word is all it takes
   */
  record SigningIn(Optional<Secret> due, boolean believed) implements ImapToUpstream {
    @Override
    public Turn on(String line) {
      if (begins(line, "+")) {
        // A challenge behind the response tells of an error (RFC 7628 §3.2.3).
        return due.isPresent()
            ? Turn.say(new SigningIn(Optional.empty(), believed), "", due.get(), "")
            : refused(this, line);
      }
      if (begins(line, SIGN_IN_TAG + " OK")) {
        return signedIn(this, capabilitiesIn(line), believed);
      }
      return begins(line, SIGN_IN_TAG + " ") || begins(line, "* BYE")
          ? refused(this, line)
          : Turn.listen(this);
    }
  }

  /**
   * It is to say what it can do.
   *
   * @param believed whether Latchkey's word was all it took
   */
  record AskedCapabilities(String capabilities, boolean believed) implements ImapToUpstream {
    @Override
    public Turn on(String line) {
      if (begins(line, "* CAPABILITY ")) {
        return Turn.listen(
            new AskedCapabilities(line.substring("* CAPABILITY ".length()), believed));
      }
      if (begins(line, CAPABILITY_TAG + " OK") && !capabilities.isEmpty()) {
        return ready(this, capabilities, believed);
      }
      return begins(line, "* ") && !begins(line, "* BYE")
          ? Turn.listen(this)
          : Turn.failed(this, UpstreamFailure.PROTOCOL, line);
    }
  }

  private static Turn signIn(UpstreamIdentity identity, String capabilities) {
    String id = identity.announce() == Announce.ID ? id(identity) : "";
    return switch (identity.proof()) {
      case UpstreamProof.Nobody _ ->
          Turn.say(new AskedCapabilities("", false), CAPABILITY_TAG + " CAPABILITY");
      case UpstreamProof.Sasl sasl -> {
        String command = id + SIGN_IN_TAG + " AUTHENTICATE " + sasl.mechanism();
        Secret response = sasl.initialResponse();
        yield has(capabilities, "SASL-IR")
            ? Turn.say(new SigningIn(Optional.empty(), false), command + " ", response, "")
            : Turn.say(new SigningIn(Optional.of(response), false), command);
      }
      // Any password will do for one that asks for none.
      case UpstreamProof.None none ->
          Turn.say(
              new SigningIn(Optional.empty(), true),
              id + SIGN_IN_TAG + " LOGIN " + quoted(identity.user()) + " latchkey");
      case UpstreamProof.Xclient xclient ->
          throw new IllegalStateException("XCLIENT is for SMTP only");
    };
  }

  /** As Dovecot's proxies do it: {@code login_trusted_networks} says who is believed. */
  private static String id(UpstreamIdentity identity) {
    return ID_TAG
        + " ID (\"x-originating-ip\" "
        + quoted(identity.client().getAddress().getHostAddress())
        + " \"x-originating-port\" \""
        + identity.client().getPort()
        + "\" \"x-session-id\" "
        + quoted(identity.session())
        + ")\r\n";
  }

  private static Turn signedIn(UpstreamDialogue state, String capabilities, boolean believed) {
    return capabilities.isEmpty()
        ? Turn.say(new AskedCapabilities("", believed), CAPABILITY_TAG + " CAPABILITY")
        : ready(state, capabilities, believed);
  }

  /** One that believes Latchkey's word would let a client become anybody (RFC 8437). */
  private static Turn ready(UpstreamDialogue state, String capabilities, boolean believed) {
    return believed && has(capabilities, "UNAUTHENTICATE")
        ? Turn.failed(state, UpstreamFailure.NOT_CONFIGURED, "it offers UNAUTHENTICATE")
        : Turn.ready(state, forClient(capabilities), Capabilities.offered(forClient(capabilities)));
  }

  private static boolean isBelieved(UpstreamIdentity identity) {
    return identity.proof() instanceof UpstreamProof.None;
  }

  private static Turn refused(UpstreamDialogue state, String line) {
    return Turn.failed(state, UpstreamFailure.REFUSED, line);
  }

  private static boolean begins(String line, String with) {
    return line.regionMatches(true, 0, with, 0, with.length());
  }

  /** The list in a response code (RFC 9051 §7.1); empty where there is none. */
  private static String capabilitiesIn(String line) {
    String code = "[CAPABILITY ";
    int from = line.toUpperCase(Locale.ROOT).indexOf(code);
    int to = from < 0 ? -1 : line.indexOf(']', from);
    return to < 0 ? "" : line.substring(from + code.length(), to);
  }

  private static boolean has(String capabilities, String wanted) {
    return Arrays.stream(capabilities.split(" ", -1)).anyMatch(wanted::equalsIgnoreCase);
  }

  /** What is for signing in only is over. */
  private static String forClient(String capabilities) {
    return Arrays.stream(capabilities.split(" ", -1))
        .filter(each -> !each.isEmpty() && !isForSignIn(each.toUpperCase(Locale.ROOT)))
        .collect(Collectors.joining(" "));
  }

  private static boolean isForSignIn(String capability) {
    return capability.startsWith("AUTH=")
        || capability.equals("SASL-IR")
        || capability.equals("STARTTLS")
        || capability.equals("LOGINDISABLED");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
