// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A plain client that speaks in lines. What it waits for comes within 30 s or never. */
public final class LineClient implements AutoCloseable {
  /** What {@link #line} gives when the server has closed the connection. */
  public static final String CLOSED = "<closed>";

  private static final int TIMEOUT_MILLIS = 30_000;

  private Socket socket;

  private LineClient(Socket socket) {
    this.socket = socket;
  }

  /** In clear text, from 127.0.0.1. */
  public static LineClient open(int port) throws IOException {
    return openFrom(TestServer.HOST, port);
  }

  /** In clear text, from an address of loopback. */
  public static LineClient openFrom(String address, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      InetAddress server = InetAddress.ofLiteral(TestServer.HOST);
      socket.connect(new InetSocketAddress(server, port), TIMEOUT_MILLIS);
      return new LineClient(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** In clear text, behind the greeting, which is a line. */
  public static LineClient greeted(int port) throws IOException {
    LineClient client = open(port);
    String greeting = client.line();
    if (greeting.endsWith(CLOSED)) {
      client.close();
      throw new IOException("no greeting, but " + greeting);
    }
    return client;
  }

  public static LineClient openTls(int port, SSLContext tls) throws IOException {
    LineClient client = open(port);
    client.startTls(tls);
    return client;
  }

  public SSLSocket startTls(SSLContext tls) throws IOException {
    return startTls(tls, new String[] {"TLSv1.3", "TLSv1.2"});
  }

  public SSLSocket startTls(SSLContext tls, String[] versions) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            tls.getSocketFactory().createSocket(socket, TestServer.HOST, socket.getPort(), true);
    secure.setEnabledProtocols(versions);
    secure.startHandshake();
    socket = secure;
    return secure;
  }

  /** Sends a line. */
  public void send(String line) throws IOException {
    sendOctets((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  public void sendOctets(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    socket.getOutputStream().flush();
  }

  /** The next line without its CRLF; {@link #CLOSED} where there is none. */
  public String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int octet = read();
      if (octet < 0) {
        return line.size() == 0 ? CLOSED : line.toString(StandardCharsets.UTF_8) + CLOSED;
      }
      if (octet == '\n') {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text + "<bare LF>";
      }
      line.write(octet);
    }
  }

  /** Reads so many octets and forgets them. */
  public void skip(long octets) throws IOException {
    socket.getInputStream().skipNBytes(octets);
  }

  private int read() throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException reset) {
      return -1;
    }
  }

  /** Reads until a line is wanted, or the end. */
  public String lineUntil(Predicate<String> wanted) throws IOException {
    while (true) {
      String line = line();
      if (wanted.test(line) || line.endsWith(CLOSED)) {
        return line;
      }
    }
  }

  /** Sends an IMAP command; gives its tagged answer. */
  public String imap(String tag, String command) throws IOException {
    send(tag + " " + command);
    return lineUntil(line -> line.startsWith(tag + " ") || line.startsWith("+"));
  }

  /** IMAP's LOGIN; gives its tagged answer. */
  public String imapLogin(String user, String password) throws IOException {
    return imap("a", "LOGIN \"" + user + "\" \"" + password + "\"");
  }

  /** Sends an SMTP command; gives the last line of its reply. */
  public String smtp(String command) throws IOException {
    send(command);
    return smtpReply();
  }

  /** SMTP's EHLO and AUTH PLAIN; gives the last line of its reply. */
  public String smtpAuth(String user, String password) throws IOException {
    smtp("EHLO client.example.org");
    return smtp("AUTH PLAIN " + plain(user, password));
  }

  public String smtpReply() throws IOException {
    return lineUntil(line -> line.length() > 3 && line.charAt(3) == ' ');
  }

  /** The initial response of SASL PLAIN (RFC 4616). */
  public static String plain(String name, String password) {
    return base64("\0" + name + "\0" + password);
  }

  public static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An IMAP connection over TLS, signed in. */
  public static LineClient imapSession(TestServer server, TestAppPassword with) throws IOException {
    LineClient client = openTls(server.ports().imaps(), server.tls());
    client.signInToImap(with);
    return client;
  }

  public void signInToImap(TestAppPassword with) throws IOException {
    line();
    String plain = plain(with.account().login(), with.secret());
    expect("a OK", imap("a", "AUTHENTICATE PLAIN " + plain));
  }

  /** An SMTP connection over TLS, signed in. */
  public static LineClient smtpSession(TestServer server, TestAppPassword with) throws IOException {
    LineClient client = openTls(server.ports().submissions(), server.tls());
    client.line();
    expect("235 ", client.smtpAuth(with.account().login(), with.secret()));
    return client;
  }

  private static void expect(String start, String line) {
    if (!line.startsWith(start)) {
      throw new AssertionError("expected " + start + "…, heard " + line);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
