// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An SMTP server that says what it is told to, at free ports of loopback; one client at a time. */
final class ScriptedRelay implements AutoCloseable {
  /** A reply that is none: the connection ends. */
  static final String HANG_UP = "hang up";

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final ServerSocket socket;
  private final Optional<SSLContext> tls;
  private final Map<String, String> replies = new ConcurrentHashMap<>();
  private final BlockingQueue<String> mails = new LinkedBlockingQueue<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofVirtual().unstarted(this::serve);

  private ScriptedRelay(ServerSocket socket, Optional<SSLContext> tls) {
    this.socket = socket;
    this.tls = tls;
    thread.start();
  }

  /** In clear text. */
  static ScriptedRelay start() throws IOException {
    return new ScriptedRelay(new ServerSocket(0, 50, HERE), Optional.empty());
  }

  /** With STARTTLS. */
  static ScriptedRelay startTls(SSLContext tls) throws IOException {
    return new ScriptedRelay(new ServerSocket(0, 50, HERE), Optional.of(tls));
  }

  /** With TLS from the first byte on. */
  static ScriptedRelay implicitTls(SSLContext tls) throws IOException {
    return new ScriptedRelay(
        tls.getServerSocketFactory().createServerSocket(0, 50, HERE), Optional.empty());
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Answers commands that begin like this in its own way; an empty reply is the usual one. */
  void reply(String command, String reply) {
    replies.put(command, reply);
  }

  /** The next mail that it takes. */
  String take() throws InterruptedException {
    return mails.take();
  }

  int taken() {
    return mails.size();
  }

  List<String> commands() {
    return commands;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        Lines lines = new Lines(client);
        lines.say("220 relay ESMTP");
        while (lines.answer()) {}
      } catch (IOException gone) {
        // A client that gave up, or this one is closed.
      }
    }
  }

  /** A connection's dialogue. */
  private final class Lines {
    private Socket client;
    private BufferedReader in;

    Lines(Socket client) throws IOException {
      this.client = client;
      in = reader(client);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
      return new BufferedReader(
          new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void say(String line) throws IOException {
      client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Answers a command; returns whether there may be another. */
    boolean answer() throws IOException {
      String command = in.readLine();
      if (command == null) {
        return false;
      }
      commands.add(command);
      for (Map.Entry<String, String> each : replies.entrySet()) {
        if (command.startsWith(each.getKey()) && !each.getValue().isEmpty()) {
          if (each.getValue().equals(HANG_UP)) {
            return false;
          }
          say(each.getValue());
          return !each.getValue().startsWith("421");
        }
      }
      switch (command.split(" ", 2)[0]) {
        case "EHLO" -> say(tls.isPresent() ? "250-relay\r\n250 STARTTLS" : "250 relay");
        case "STARTTLS" -> startTls();
        case "DATA" -> data();
        case "QUIT" -> say("221 bye");
        default -> say("250 ok");
      }
      return !command.equals("QUIT");
    }

    private void startTls() throws IOException {
      say("220 go on");
      SSLSocket secured =
          (SSLSocket)
              tls.orElseThrow()
                  .getSocketFactory()
                  .createSocket(client, "127.0.0.1", client.getPort(), true);
      secured.setUseClientMode(false);
      client = secured;
      in = reader(secured);
    }

    private void data() throws IOException {
      say("354 go on");
      StringBuilder mail = new StringBuilder();
      for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
        if (line == null) {
          throw new IOException("the client is gone");
        }
        mail.append(line).append('\n');
      }
      mails.add(mail.toString());
      say("250 taken");
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
