// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.latchkey.adapters.relay.UpstreamDialogue.Turn;
import org.latchkey.config.Announce;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.password.Secret;

/**
 * What is said to an upstream, played line by line against its dialogue.
 *
 * <pre>
 * S: a line that the upstream says
 * C: a line that it is told
 * &#64;tls        TLS begins, and is up
 * =READY x    it has the connection, the client is to know x
 * =REFUSED    it failed for this reason, as all of UpstreamFailure
 * </pre>
 *
 * <p>Two {@code S:} in a row: it is listened on.
 */
public final class UpstreamScript {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 4711);

  private UpstreamScript() {}

  /** What an upstream is told of {@code alice@example.org}. */
  public static UpstreamIdentity alice(UpstreamProof proof, UpstreamTls tls, Announce announce) {
    return new UpstreamIdentity(
        "alice@example.org", proof, tls, announce, CLIENT, "client.example.org", "s1");
  }

  /** The same, announced by nothing. */
  public static UpstreamIdentity alice(UpstreamProof proof, UpstreamTls tls) {
    return alice(proof, tls, Announce.NONE);
  }

  /** A proof whose response has this base64. */
  public static UpstreamProof sasl(String mechanism, String base64) {
    return new UpstreamProof.Sasl(
        mechanism, Secret.takeOver(base64.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Fails unless all comes as it stands there. */
  public static void assertPlays(UpstreamDialogue first, String script) {
    UpstreamDialogue state = first;
    String due = "";
    for (String line : script.lines().toList()) {
      if (line.startsWith("S: ")) {
        assertEquals("", due, "before " + line);
        Turn turn = state.on(line.substring(3));
        state = turn.next();
        due = text(turn.action());
      } else if (line.equals("@tls")) {
        assertEquals(line, due);
        Turn turn = assertInstanceOf(AwaitingTls.class, state).onTls();
        state = turn.next();
        due = text(turn.action());
      } else {
        int end = due.indexOf('\n');
        assertEquals(line, end < 0 ? due : due.substring(0, end));
        due = end < 0 ? "" : due.substring(end + 1);
      }
    }
    assertEquals("", due, "in the end");
  }

  private static String text(UpstreamDialogue.Action action) {
    return switch (action) {
      case UpstreamDialogue.Listen listen -> "";
      case UpstreamDialogue.BeginTls begin -> "@tls";
      case UpstreamDialogue.Say say -> said(say.octets());
      case UpstreamDialogue.Ready ready -> ("=READY " + ready.words()).strip();
      case UpstreamDialogue.Failed failed -> "=" + failed.reason();
    };
  }

  private static String said(Secret octets) {
    try (octets) {
      String text = new String(octets.octets(), StandardCharsets.UTF_8);
      assertEquals("\r\n", text.substring(text.length() - 2));
      return "C: " + text.substring(0, text.length() - 2).replace("\r\n", "\nC: ");
    }
  }
}
