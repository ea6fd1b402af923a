// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A plain client that speaks in lines. What it waits for comes within 30 s or never. */
public final class Client implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;

  private final SSLContext tls;
  private Socket socket;

  public Client(InetSocketAddress server, SSLContext tls) throws IOException {
    this(new Socket(server.getAddress(), server.getPort()), tls);
  }

  /** The side of a connection that is there already. */
  Client(Socket socket, SSLContext tls) throws IOException {
    this.tls = tls;
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** Begins TLS, in these versions of it; in any where none is given. */
  public SSLSocket startTls(String... protocols) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    if (protocols.length > 0) {
      secure.setEnabledProtocols(protocols);
    }
    secure.startHandshake();
    socket = secure;
    return secure;
  }

  /** Sends these characters, each an octet, in one write. */
  public void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The next line without its CRLF; the word EOF where there is none. */
  public String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int octet = read();
      if (octet < 0) {
        return line.size() == 0 ? "EOF" : line + "<EOF>";
      }
      if (octet == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text + "<bare LF>";
      }
      line.write(octet);
    }
  }

  private int read() throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException reset) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
