// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection over HTTP/2 that sends whatever it is given, and reads frames. */
public final class Http2Client implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int HEAD = 9;

  private final SSLSocket socket;
  private final DataInputStream in;

  /**
   * A frame of the server's.
   *
   * @param code of a RST_STREAM or a GOAWAY; -1 of others
   */
  public record Frame(int type, int flags, int stream, long code) {}

  public Http2Client(SSLContext tls, String from, int port) throws IOException {
    Socket raw = new Socket();
    try {
      raw.setSoTimeout(TIMEOUT_MILLIS);
      raw.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
      raw.connect(new InetSocketAddress(InetAddress.ofLiteral(TestServer.HOST), port));
      socket = (SSLSocket) tls.getSocketFactory().createSocket(raw, TestServer.HOST, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      in = new DataInputStream(socket.getInputStream());
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Sends octets; that nobody takes them any more is no failure. */
  public void send(Http2Frames frames) throws IOException {
    try {
      socket.getOutputStream().write(frames.toBytes());
    } catch (SocketException | SSLException ended) {
      // What the server had to say is there to be read.
    }
  }

  /** The next frame; empty at the end of the connection. */
  public Optional<Frame> next() throws IOException {
    try {
      byte[] head = in.readNBytes(HEAD);
      if (head.length < HEAD) {
        return Optional.empty();
      }
      ByteBuffer at = ByteBuffer.wrap(head);
      int length = ((at.get() & 0xff) << 16) | (at.getShort() & 0xffff);
      int type = at.get();
      int flags = at.get();
      int stream = at.getInt();
      byte[] payload = in.readNBytes(length);
      return Optional.of(new Frame(type, flags, stream, code(type, payload)));
    } catch (SocketException | SSLException reset) {
      return Optional.empty();
    }
  }

  private static long code(int type, byte[] payload) throws IOException {
    return switch (type) {
      case Http2Frames.RST_STREAM -> number(payload, 0);
      case Http2Frames.GOAWAY -> number(payload, 4);
      default -> -1;
    };
  }

  private static long number(byte[] payload, int at) throws IOException {
    try (DataInputStream rest = new DataInputStream(new ByteArrayInputStream(payload))) {
      rest.skipNBytes(at);
      return rest.readInt() & 0xffffffffL;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
