// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.adapters.imap.ImapProtocol;
import org.latchkey.adapters.net.Limits;
import org.latchkey.adapters.net.Listeners;
import org.latchkey.adapters.net.Protocol;
import org.latchkey.adapters.net.Security;
import org.latchkey.adapters.net.TlsMaterial;
import org.latchkey.adapters.net.Transport;
import org.latchkey.adapters.pop3.Pop3Protocol;
import org.latchkey.adapters.sieve.SieveProtocol;
import org.latchkey.adapters.signin.SignInHandler;
import org.latchkey.adapters.smtp.SmtpProtocol;
import org.latchkey.config.Cidr;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;

/**
 * A conversation in a file, played against a server of its own over a real socket.
 *
 * <pre>
 * &#64;imap tls        the first line: protocol, then starttls, tls, or trusted (no TLS needed);
 *                  the word upstream at the end gives it one
 * # a comment
 * C: a line the client sends
 * C| octets it sends without a CRLF; \r \n \0 are what they seem, also in {b64 …}
 * S: a line the server sends, octet for octet
 * US: a line that the upstream says
 * UC: a line that the upstream is told
 * &#64;upstream-eof    the upstream's connection was closed
 * &#64;upstream-leaves the upstream closes it
 * &#64;tls             the client begins TLS
 * &#64;eof             the server has closed
 * &#64;revoke          alice's app password is revoked
 * &#64;stop            the server ends all sessions
 * &#64;down            the directory is gone from now on
 * &#64;client-name x   what the one live session's client calls itself
 * &#64;closed          the session was closed, once
 * </pre>
 *
 * <p>{@code $password}, {@code $typed} and {@code $wrong} stand for alice's app password, the same
 * in upper case and with spaces, and one that isn't hers.
 */
final class Transcript {
  private static final Pattern BASE64 = Pattern.compile("\\{b64 ([^}]*)}");
  private static final String WRONG = "aaaaa-aaaaa-aaaaa-aaaaa-aaaaa";

  private final List<String> lines;

  Transcript(Path file) throws Exception {
    lines = Files.readAllLines(file, StandardCharsets.UTF_8);
  }

  Transcript(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  void play(Transport transport) throws Exception {
    List<String> how = List.of(lines.getFirst().substring(1).split(" ", -1));
    Service service = Service.byId(how.get(0)).orElseThrow();
    boolean trusted = how.contains("trusted");
    Security security = how.contains("tls") ? Security.IMPLICIT_TLS : Security.STARTTLS;
    try (Scene scene = new Scene();
        ScriptedUpstream upstream = new ScriptedUpstream(service, transport, scene);
        TlsMaterial tls = TestTls.material();
        Listeners listeners = new Listeners(transport, tls, new Limits(settings(trusted)));
        Client client =
            new Client(
                listeners.bind(
                    service.id(),
                    ListenerSettings.loopback(0),
                    security,
                    protocol(
                        service,
                        scene.parts(
                            how.contains("upstream")
                                ? Optional.of(upstream.upstream())
                                : Optional.empty()))),
                TestTls.client())) {
      if (security == Security.IMPLICIT_TLS) {
        client.startTls();
      }
      for (int i = 1; i < lines.size(); i++) {
        play(lines.get(i), i + 1, new Playing(scene, client, upstream));
      }
    }
  }

  /** Who takes part. */
  private record Playing(Scene scene, Client client, ScriptedUpstream upstream) {}

  private static NetworkSettings settings(boolean trusted) {
    NetworkSettings defaults = NetworkSettings.defaults();
    return new NetworkSettings(
        trusted ? List.of(Cidr.parse("127.0.0.0/8")) : List.of(),
        List.of(),
        defaults.maxConnections(),
        defaults.maxConnectionsPerAddress(),
        defaults.signInDeadline(),
        defaults.maxPendingKib(),
        defaults.idleTimeout());
  }

  private static Protocol protocol(Service service, SignInHandler.Parts parts) {
    return switch (service) {
      case IMAP -> new ImapProtocol(parts);
      case SMTP -> new SmtpProtocol(parts, "mail.example.org");
      case POP3 -> new Pop3Protocol(parts);
      case SIEVE -> new SieveProtocol(parts);
      case CARDDAV, CALDAV, LDAP, ADMIN -> throw new IllegalArgumentException("not in lines");
    };
  }

  private static void play(String line, int number, Playing playing) throws Exception {
    Scene scene = playing.scene();
    String where = "line " + number;
    if (line.startsWith("C: ")) {
      playing.client().send(filled(line.substring(3), scene) + "\r\n");
    } else if (line.startsWith("C| ")) {
      playing.client().send(filled(line.substring(3), scene));
    } else if (line.startsWith("S: ")) {
      assertEquals(filled(line.substring(3), scene), playing.client().line(), where);
    } else if (line.startsWith("US: ")) {
      playing.upstream().say(filled(line.substring(4), scene) + "\r\n");
    } else if (line.startsWith("UC: ")) {
      playing.upstream().hear(filled(line.substring(4), scene), where);
    } else if (line.startsWith("@client-name ")) {
      LiveSession session = scene.sessions().of(scene.alice()).iterator().next();
      assertEquals(line.substring(13), session.clientName(), where);
    } else if (!line.isBlank() && !line.startsWith("#")) {
      command(line, where, playing);
    }
  }

  private static void command(String line, String where, Playing playing) throws Exception {
    Scene scene = playing.scene();
    switch (line) {
      case "@tls" -> playing.client().startTls();
      case "@eof" -> assertEquals("EOF", playing.client().line(), where);
      case "@upstream-eof" -> playing.upstream().hear("EOF", where);
      case "@upstream-leaves" -> playing.upstream().leave();
      case "@revoke" -> scene.revoke();
      case "@stop" -> scene.sessions().endAll(SignOutReason.SERVER_STOPPING);
      case "@down" -> scene.directory().failWith(new DirectoryUnavailableException("down"));
      case "@closed" -> {
        scene.await(AuditEvent.SessionClosed.class);
        assertEquals(0, scene.sessions().count(), where);
      }
      default -> throw new IllegalArgumentException(where + ": " + line);
    }
  }

  private static String filled(String text, Scene scene) {
    String filled =
        text.replace("$password", scene.password())
            .replace("$typed", scene.typedPassword())
            .replace("$wrong", WRONG)
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("\\0", "\0");
    Matcher matcher = BASE64.matcher(filled);
    return matcher.replaceAll(
        found ->
            Base64.getEncoder().encodeToString(found.group(1).getBytes(StandardCharsets.UTF_8)));
  }
}
