// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The octets of an HTTP/2 client, right or wrong, frame by frame (RFC 9113 §4.1). */
public final class Http2Frames {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PUSH_PROMISE = 5;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  public static final int END_STREAM = 1;
  public static final int ACK = 1;
  public static final int END_HEADERS = 4;

  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

  /** The preface and empty settings. */
  public static Http2Frames connection() {
    return new Http2Frames()
        .raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
        .frame(SETTINGS, 0, 0);
  }

  /** Octets as they are. */
  public Http2Frames raw(byte[] some) {
    octets.writeBytes(some);
    return this;
  }

  /** One frame. */
  public Http2Frames frame(int type, int flags, int stream, byte... payload) {
    ByteBuffer head = ByteBuffer.allocate(9);
    head.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    head.put((byte) type).put((byte) flags).putInt(stream);
    return raw(head.array()).raw(payload);
  }

  /** The head of a request. */
  public Http2Frames request(String method, String path, int stream, int flags) {
    return frame(HEADERS, END_HEADERS | flags, stream, fields(method, path));
  }

  /** The fields of a request, each a literal that no table takes (RFC 7541 §6.2.2). */
  public static byte[] fields(String method, String path, String... more) {
    Http2Frames block =
        new Http2Frames()
            .field(":method", method)
            .field(":scheme", "https")
            .field(":path", path)
            .field(":authority", "localhost");
    for (int i = 0; i < more.length; i += 2) {
      block.field(more[i], more[i + 1]);
    }
    return block.toBytes();
  }

  /** One field. */
  public Http2Frames field(String name, String value) {
    return raw(new byte[] {0}).text(name).text(value);
  }

  private Http2Frames text(String text) {
    byte[] all = text.getBytes(StandardCharsets.ISO_8859_1);
    if (all.length < 127) {
      return raw(new byte[] {(byte) all.length}).raw(all);
    }
    int rest = all.length - 127;
    raw(new byte[] {127});
    while (rest >= 128) {
      raw(new byte[] {(byte) (rest % 128 + 128)});
      rest /= 128;
    }
    return raw(new byte[] {(byte) rest}).raw(all);
  }

  /** Four octets. */
  public static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  public byte[] toBytes() {
    return octets.toByteArray();
  }
}
