// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.latchkey.adapters.relay.AwaitingTls;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.relay.UpstreamProof;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.upstream.UpstreamFailure;

/** What is said to a submission server (RFC 5321, RFC 3207, RFC 4954, Postfix's XCLIENT). */
sealed interface SmtpToUpstream extends UpstreamDialogue {
  /**
   * What all states know.
   *
   * @param hostName how Latchkey calls itself
   */
  record Told(UpstreamIdentity identity, String hostName) {}

  /** More than any server has. */
  int MAX_EXTENSIONS = 100;

  static UpstreamDialogue start(UpstreamIdentity identity, String hostName) {
    return new Greeting(new Told(identity, hostName));
  }

  /** The last line of a reply comes in. */
  Turn onReply(String line);

  @Override
  default Turn on(String line) {
    if (line.length() < 3 || !line.substring(0, 3).chars().allMatch(Character::isDigit)) {
      return Turn.failed(this, UpstreamFailure.PROTOCOL, line);
    }
    return isLast(line) ? onReply(line) : onMore(line);
  }

  /** Another line of a reply that goes on. */
  default Turn onMore(String line) {
    return Turn.listen(this);
  }

  /** It is to greet. */
  record Greeting(Told told) implements SmtpToUpstream {
    @Override
    public Turn onReply(String line) {
      return line.startsWith("220")
          ? hello(told, false)
          : Turn.failed(this, UpstreamFailure.PROTOCOL, line);
    }
  }

  /**
   * It is to say what it can do.
   *
   * @param extensions the lines so far, without their codes
   */
  record Hello(Told told, boolean encrypted, List<String> extensions) implements SmtpToUpstream {
    public Hello {
      extensions = List.copyOf(extensions);
    }

    @Override
    public Turn onMore(String line) {
      return Turn.listen(with(line));
    }

    private Hello with(String line) {
      return new Hello(told, encrypted, plus(extensions, line));
    }

    @Override
    public Turn onReply(String line) {
      if (!line.startsWith("250")) {
        return Turn.failed(this, UpstreamFailure.PROTOCOL, line);
      }
      Hello whole = with(line);
      if (told.identity().tls() != UpstreamTls.STARTTLS || encrypted) {
        return whole.signIn();
      }
      return keywords(whole.extensions()).contains("STARTTLS")
          ? Turn.say(new BeginningTls(told), "STARTTLS")
          : Turn.failed(this, UpstreamFailure.TLS, "it offers no STARTTLS");
    }

    private Turn signIn() {
      return switch (told.identity().proof()) {
        case UpstreamProof.Sasl sasl ->
            Turn.say(
                new SigningIn(extensions),
                "AUTH " + sasl.mechanism() + " ",
                sasl.initialResponse(),
                "");
        case UpstreamProof.None _, UpstreamProof.Nobody _ -> signedIn(this, extensions);
        case UpstreamProof.Xclient xclient -> xclient();
      };
    }

    private Turn xclient() {
      List<String> offered =
          extensions.stream()
              .map(each -> each.toUpperCase(Locale.ROOT))
              .filter(each -> each.startsWith("XCLIENT "))
              .flatMap(each -> Arrays.stream(each.substring(8).split(" ", -1)))
              .toList();
      return offered.contains("LOGIN")
          ? Turn.say(new Xclient(told), "XCLIENT" + attributes(told.identity(), offered))
          : Turn.failed(this, UpstreamFailure.REFUSED, "it takes no LOGIN by XCLIENT from here");
    }
  }

  /** It is to allow TLS. */
  record BeginningTls(Told told) implements SmtpToUpstream {
    @Override
    public Turn onReply(String line) {
      return line.startsWith("220")
          ? AwaitingTls.begin(() -> hello(told, true))
          : Turn.failed(this, UpstreamFailure.TLS, line);
    }
  }

  /**
   * It is to take the sign-in.
   *
   * @param extensions what it can do
   */
  record SigningIn(List<String> extensions) implements SmtpToUpstream {
    public SigningIn {
      extensions = List.copyOf(extensions);
    }

    @Override
    public Turn onReply(String line) {
      return line.startsWith("235")
          ? signedIn(this, extensions)
          : Turn.failed(this, UpstreamFailure.REFUSED, line);
    }
  }

  /** It is to believe the client's name, and to greet anew. */
  record Xclient(Told told) implements SmtpToUpstream {
    @Override
    public Turn onReply(String line) {
      String name = told.identity().clientName();
      return line.startsWith("220")
          ? Turn.say(
              new LastHello(List.of()), "EHLO " + (isHostName(name) ? name : told.hostName()))
          : Turn.failed(this, UpstreamFailure.REFUSED, line);
    }
  }

  /**
   * It is to greet the client, so to speak.
   *
   * @param extensions what it can do: the lines so far, without their codes
   */
  record LastHello(List<String> extensions) implements SmtpToUpstream {
    public LastHello {
      extensions = List.copyOf(extensions);
    }

    @Override
    public Turn onMore(String line) {
      return Turn.listen(new LastHello(plus(extensions, line)));
    }

    @Override
    public Turn onReply(String line) {
      return line.startsWith("250")
          ? signedIn(this, plus(extensions, line))
          : Turn.failed(this, UpstreamFailure.PROTOCOL, line);
    }
  }

  /** The client's side gets their keywords, with a space between. */
  private static Turn signedIn(UpstreamDialogue state, List<String> extensions) {
    List<String> offer =
        extensions.stream().skip(1).map(String::strip).filter(SmtpExtensions::passes).toList();
    return Turn.ready(state, String.join(" ", keywords(extensions)), offer);
  }

  /** The first line is the server's greeting. */
  private static List<String> keywords(List<String> extensions) {
    return extensions.stream().skip(1).map(SmtpExtensions::keyword).toList();
  }

  private static List<String> plus(List<String> extensions, String line) {
    if (extensions.size() >= MAX_EXTENSIONS) {
      return extensions;
    }
    List<String> more = new ArrayList<>(extensions);
    more.add(line.substring(Math.min(4, line.length())));
    return more;
  }

  private static boolean isLast(String line) {
    return line.length() < 4 || line.charAt(3) != '-';
  }

  private static Turn hello(Told told, boolean encrypted) {
    return Turn.say(new Hello(told, encrypted, List.of()), "EHLO " + told.hostName());
  }

  /** A domain or an address literal (RFC 5321 §4.1.1.1). */
  private static boolean isHostName(String name) {
    return name.matches("[A-Za-z0-9._-]{1,255}|\\[[A-Za-z0-9.:]{1,255}]");
  }

  /** As Postfix's XCLIENT howto has them; those that it doesn't offer are left out. */
  private static String attributes(UpstreamIdentity identity, List<String> offered) {
    StringBuilder attributes = new StringBuilder();
    String address = identity.client().getAddress().getHostAddress();
    append(attributes, offered, "ADDR", address.indexOf(':') < 0 ? address : "IPV6:" + address);
    append(attributes, offered, "PORT", Integer.toString(identity.client().getPort()));
    append(attributes, offered, "HELO", identity.clientName());
    append(attributes, offered, "LOGIN", identity.user());
    return attributes.toString();
  }

  private static void append(
      StringBuilder attributes, List<String> offered, String name, String value) {
    if (offered.contains(name) && !value.isEmpty()) {
      attributes.append(' ').append(name).append('=').append(xtext(value));
    }
  }

  /** RFC 3461 §4. */
  private static String xtext(String value) {
    StringBuilder text = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      int c = octet & 0xff;
      if (c > ' ' && c < 0x7f && c != '+' && c != '=') {
        text.append((char) c);
      } else {
        text.append('+').append("%02X".formatted(c));
      }
    }
    return text.toString();
  }
}
