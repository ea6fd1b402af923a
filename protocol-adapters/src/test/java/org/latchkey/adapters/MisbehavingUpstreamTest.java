// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.adapters.net.Transport;

/** Whatever an upstream says in the place of what it should, the client is to try later. */
final class MisbehavingUpstreamTest {
  private static final String LEAVES = "@upstream-leaves";
  private static Transport transport;

  @BeforeAll
  static void open() {
    transport = Transport.open();
  }

  @AfterAll
  static void close() {
    transport.close();
  }

  /** A protocol: what is said up to the sign-in, what is heard of it, and that it goes on. */
  enum Door {
    IMAP(
        "imap/trusted-network.txt",
        "a LOGIN alice $password",
        "a NO [UNAVAILABLE] Can't sign anybody in now, try later",
        "b NOOP",
        "b OK Completed"),
    SMTP(
        "smtp/trusted-network.txt",
        "AUTH PLAIN {b64 \\0alice\\0$password}",
        "454 4.7.0 Can't sign anybody in now, try later",
        "NOOP",
        "250 2.0.0 OK"),
    POP3(
        "pop3/trusted-network.txt",
        "AUTH PLAIN {b64 \\0alice\\0$password}",
        "-ERR [SYS/TEMP] Can't sign anybody in now, try later",
        "NOOP",
        "-ERR Sign in first"),
    SIEVE(
        "sieve/sasl-forms.txt",
        "AUTHENTICATE \"PLAIN\" \"{b64 \\0alice\\0$password}\"",
        "NO (TRYLATER) \"Can't sign anybody in now, try later\"",
        "NOOP",
        "OK \"Done\"");

    private final String greeting;
    private final String signIn;
    private final String later;
    private final String next;
    private final String answer;

    Door(String greeting, String signIn, String later, String next, String answer) {
      this.greeting = greeting;
      this.signIn = signIn;
      this.later = later;
      this.next = next;
      this.answer = answer;
    }

    /** The transcript of a sign-in with this upstream. */
    List<String> transcript(List<String> upstream) throws Exception {
      List<String> lines = new ArrayList<>();
      lines.add("@" + name().toLowerCase(java.util.Locale.ROOT) + " trusted upstream");
      Files.readAllLines(TestTls.resource("transcripts/" + greeting)).stream()
          .dropWhile(line -> !line.startsWith("S: "))
          .takeWhile(line -> line.startsWith("S: "))
          .forEach(lines::add);
      lines.add("C: " + signIn);
      lines.addAll(upstream);
      lines.addAll(List.of("S: " + later, "C: " + next, "S: " + answer));
      return lines;
    }
  }

  /** What no server of any of the protocols says first. */
  private static List<List<String>> nonsense() {
    return List.of(
        List.of(LEAVES),
        List.of("US: "),
        List.of("US: HTTP/1.1 400 Bad Request"),
        List.of("US: \\0\\0\\0"),
        List.of("US: SSH-2.0-OpenSSH_9.2"),
        List.of("US: 22", LEAVES),
        List.of("US: -ERR [SYS/TEMP] no"),
        List.of("US: 421 4.3.2 no"),
        List.of("US: * BYE no"),
        List.of("US: NO \"no\""),
        List.of("US: BYE (TRYLATER) \"no\""),
        List.of("US: " + "x".repeat(200_000)));
  }

  private static List<List<String>> outOfTurn(Door door) {
    String proof = "{b64 alice\\0latchkey\\0master}";
    return switch (door) {
      case IMAP ->
          List.of(
              List.of("US: * OK hi\\r\\ns OK in"),
              List.of("US: * OK [CAPABILITY SASL-IR] hi\\r\\n+ "),
              List.of("US: * OK hi", "UC: s AUTHENTICATE PLAIN", "US: s BAD what"),
              List.of("US: * OK hi", "UC: s AUTHENTICATE PLAIN", "US: * BYE no"),
              List.of("US: * OK hi", "UC: s AUTHENTICATE PLAIN", "US: + ", "UC: " + proof, LEAVES));
      case SMTP ->
          List.of(
              List.of("US: 220 hi\\r\\n250 early"),
              List.of("US: 220-hi", LEAVES),
              List.of("US: 220 hi", "UC: EHLO mail.example.org", "US: 250-hi", LEAVES),
              List.of("US: 220 hi", "UC: EHLO mail.example.org", "US: 250 hi\\r\\n235 early"),
              List.of(
                  "US: 220 hi",
                  "UC: EHLO mail.example.org",
                  "US: 250 hi",
                  "UC: AUTH PLAIN " + proof,
                  "US: 235 in\\r\\n250 surplus"),
              List.of(
                  "US: 220 hi",
                  "UC: EHLO mail.example.org",
                  "US: 250 hi",
                  "UC: AUTH PLAIN " + proof,
                  "US: 535 5.7.8 wrong"));
      case POP3 ->
          List.of(
              List.of("US: +OK hi\\r\\n+OK early"),
              List.of("US: +OK hi", "UC: AUTH PLAIN " + proof, "US: +OK in\\r\\n+OK surplus"),
              List.of("US: +OK hi", "UC: AUTH PLAIN " + proof, "US: -ERR [AUTH] wrong"),
              List.of("US: +OK hi", "UC: AUTH PLAIN " + proof, LEAVES));
      case SIEVE ->
          List.of(
              List.of("US: OK\\r\\nOK"),
              List.of("US: \"SIEVE\" {999999999}"),
              List.of("US: \"SIEVE\" {20}\\r\\nfew", LEAVES),
              List.of("US: OK", "UC: AUTHENTICATE \"PLAIN\" \"" + proof + "\"", "US: NO \"wrong\""),
              List.of(
                  "US: OK",
                  "UC: AUTHENTICATE \"PLAIN\" \"" + proof + "\"",
                  "US: OK\\r\\nOK \"surplus\""));
    };
  }

  @ParameterizedTest
  @EnumSource
  void isTryLaterAndNeverAWrongPassword(Door door) throws Exception {
    List<List<String>> scripts = new ArrayList<>(nonsense());
    scripts.addAll(outOfTurn(door));
    for (List<String> script : scripts) {
      try {
        new Transcript(door.transcript(script)).play(transport);
      } catch (AssertionError e) {
        throw new AssertionError(
            door + ": " + script.stream().map(MisbehavingUpstreamTest::shown).toList(), e);
      }
    }
  }

  private static String shown(String line) {
    return line.substring(0, Math.min(80, line.length()));
  }
}
