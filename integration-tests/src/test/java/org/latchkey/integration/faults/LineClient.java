// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** A client of a protocol that talks in lines, in clear text on loopback. */
final class LineClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Socket socket = new Socket();
  private final BufferedReader in;

  private LineClient(int port) throws IOException {
    try {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
          (int) PATIENCE.toMillis());
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Connects, and reads nothing. */
  static LineClient connect(int port) throws IOException {
    return new LineClient(port);
  }

  /** Connects and reads the greeting. */
  static LineClient greeted(int port) throws IOException {
    LineClient client = new LineClient(port);
    if (client.line().isEmpty()) {
      client.close();
      throw new IOException("no greeting");
    }
    return client;
  }

  /** Reads a line; empty at the end of the connection. */
  String line() throws IOException {
    String line = in.readLine();
    return line == null ? "" : line;
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** An IMAP LOGIN, and the line that it is answered with. */
  String imapLogin(String user, String password) throws IOException {
    send("a LOGIN \"" + user + "\" \"" + password + "\"\r\n");
    return line("a ");
  }

  /** An AUTH PLAIN after EHLO, and the line that it is answered with. */
  String smtpAuth(String user, String password) throws IOException {
    send("EHLO client.example\r\n");
    line("250 ");
    String plain = "\0" + user + "\0" + password;
    send(
        "AUTH PLAIN "
            + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8))
            + "\r\n");
    return line();
  }

  /** Reads up to the line that begins so; empty when none comes. */
  String line(String beginning) throws IOException {
    String line = line();
    while (!line.isEmpty() && !line.startsWith(beginning)) {
      line = line();
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
