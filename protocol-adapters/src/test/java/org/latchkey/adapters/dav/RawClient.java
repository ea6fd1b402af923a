// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that says what a test says, in clear. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /** An answer; the head is empty where there was none. */
  record Answer(String head, String body) {
    int status() {
      return head.isEmpty() ? 0 : Integer.parseInt(head.split(" ", 3)[1]);
    }

    String field(String name) {
      return new ScriptedUpstream.Seen(head, "", 0).field(name);
    }
  }

  RawClient(InetSocketAddress address) throws IOException {
    socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  void send(String octets) throws IOException {
    socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Reads one, interim answers passed over. */
  Answer answer(boolean toHead) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        return new Answer("", head.toString());
      }
      head.append((char) octet);
    }
    Answer alone = new Answer(head.toString(), "");
    if (alone.status() < 200) {
      return answer(toHead);
    }
    return new Answer(head.toString(), toHead ? "" : body(alone));
  }

  private String body(Answer head) throws IOException {
    if (head.status() == 204 || head.status() == 304) {
      return "";
    }
    if (head.field("Transfer-Encoding").toLowerCase(Locale.ROOT).equals("chunked")) {
      StringBuilder body = new StringBuilder();
      for (int size = Integer.parseInt(line(), 16); size > 0; ) {
        body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
        line();
        size = Integer.parseInt(line(), 16);
      }
      line();
      return body.toString();
    }
    String length = head.field("Content-Length");
    byte[] body = length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    return new String(body, StandardCharsets.ISO_8859_1);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("cut off");
      }
      line.append((char) octet);
    }
    return line.toString().strip();
  }

  /** Whether the server has closed it. */
  boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
