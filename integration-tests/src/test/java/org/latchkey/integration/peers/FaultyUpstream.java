// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that fails in a way of its own, to every connection alike. */
public final class FaultyUpstream implements AutoCloseable {
  /** What goes wrong. */
  public enum Fault {
    /** Takes the connection and never says a word. */
    SILENT,
    /** Greets, and never answers. */
    HANGS_AFTER_GREETING,
    /** Greets, and closes at the first command. */
    DIES_AT_SIGN_IN,
    /** Lets everybody sign in, and closes at the first command after that. */
    DIES_IN_SESSION,
    /** Lets everybody sign in, and then never answers. */
    HANGS_IN_SESSION
  }

  /** What is said in a protocol, as far as a sign-in needs it. */
  public enum Words {
    IMAP("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN ID] ready") {
      @Override
      String answer(String line) {
        String tag = line.substring(0, Math.max(line.indexOf(' '), 0));
        return tag + " OK [CAPABILITY IMAP4rev1 IDLE] done\r\n";
      }

      @Override
      boolean signsIn(String line) {
        return line.contains(" AUTHENTICATE ") || line.contains(" LOGIN ");
      }
    },
    SMTP("220 faulty.example.org ESMTP") {
      @Override
      String answer(String line) {
        if (line.startsWith("EHLO")) {
          return String.join("\r\n", "250-faulty", XCLIENT, "250-AUTH PLAIN", "250 SIZE 1000", "");
        }
        if (line.startsWith("XCLIENT")) {
          return "220 faulty.example.org ESMTP\r\n";
        }
        return line.startsWith("AUTH") ? "235 2.7.0 yes\r\n" : "250 2.0.0 yes\r\n";
      }

      @Override
      boolean signsIn(String line) {
        return line.startsWith("AUTH");
      }
    },
    POP3("+OK ready") {
      @Override
      String answer(String line) {
        return line.startsWith("CAPA") ? "+OK\r\nUSER\r\nSASL PLAIN\r\n.\r\n" : "+OK\r\n";
      }

      @Override
      boolean signsIn(String line) {
        return line.startsWith("AUTH") || line.startsWith("PASS");
      }
    },
    SIEVE("\"SASL\" \"PLAIN\"\r\nOK \"ready\"") {
      @Override
      String answer(String line) {
        return "OK\r\n";
      }

      @Override
      boolean signsIn(String line) {
        return line.startsWith("AUTHENTICATE");
      }
    },
    HTTP("") {
      @Override
      String answer(String line) {
        return "";
      }

      @Override
      boolean signsIn(String line) {
        return true;
      }
    };

    private static final String XCLIENT = "250-XCLIENT NAME ADDR PORT PROTO HELO LOGIN";

    private final String greeting;

    Words(String greeting) {
      this.greeting = greeting.isEmpty() ? "" : greeting + "\r\n";
    }

    abstract String answer(String line);

    abstract boolean signsIn(String line);
  }

  private final Fault fault;
  private final Words words;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  private FaultyUpstream(Fault fault, Words words, ServerSocket server) {
    this.fault = fault;
    this.words = words;
    this.server = server;
    Thread.ofVirtual().name("accepts for " + fault).start(this::accept);
  }

  /** Starts one. */
  public static FaultyUpstream start(Fault fault, Words words) throws IOException {
    return new FaultyUpstream(
        fault, words, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /** A port of loopback that refuses connections. */
  public static int downPort() throws IOException {
    return Ports.free(1).getFirst();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        accepted.incrementAndGet();
        Thread.ofVirtual().name("fails by " + fault).start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      talk(socket);
    } catch (IOException gone) {
      // the other side has closed
    } finally {
      open.remove(socket);
    }
  }

  private void talk(Socket socket) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    if (fault == Fault.SILENT) {
      readToEnd(lines);
      return;
    }
    say(socket, words.greeting);
    boolean signedIn = false;
    String line;
    while ((line = lines.readLine()) != null) {
      switch (fault) {
        case DIES_AT_SIGN_IN -> {
          return;
        }
        case DIES_IN_SESSION -> {
          if (signedIn) {
            return;
          }
          say(socket, words.answer(line));
        }
        case HANGS_IN_SESSION -> {
          if (signedIn) {
            readToEnd(lines);
            return;
          }
          say(socket, words.answer(line));
        }
        case SILENT, HANGS_AFTER_GREETING -> {
          readToEnd(lines);
          return;
        }
      }
      signedIn |= words.signsIn(line);
    }
  }

  private static void readToEnd(BufferedReader lines) throws IOException {
    while (lines.read() >= 0) {
      // nothing is answered
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** How many connections it has taken until now. */
  public int accepted() {
    return accepted.get();
  }

  /** How many of them are open still. */
  public int open() {
    return open.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
