// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** A DAV server behind the gateway that answers octet by octet what a test says, right or wrong. */
final class ScriptedUpstream implements AutoCloseable {
  /** What came: the head as it was, and the body without its framing. */
  record Seen(String head, String body, int connection) {
    String field(String name) {
      return head.lines()
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /**
   * What is said to a request.
   *
   * @param pieces sent one behind the other
   * @param closes whether the connection is closed behind them
   */
  record Said(List<String> pieces, boolean closes) {
    static Said kept(String... pieces) {
      return new Said(List.of(pieces), false);
    }

    static Said last(String... pieces) {
      return new Said(List.of(pieces), true);
    }
  }

  final BlockingQueue<Seen> requests = new LinkedBlockingQueue<>();
  volatile Function<Seen, Said> script =
      seen -> Said.kept("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  ScriptedUpstream() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/";
  }

  private void accept() {
    try {
      for (int number = 0; ; number++) {
        Socket socket = server.accept();
        sockets.add(socket);
        int its = number;
        threads.execute(() -> serve(socket, its));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (true) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        Seen seen = new Seen(head, body(head, in), number);
        requests.add(seen);
        Said said = script.apply(seen);
        for (String piece : said.pieces()) {
          out.write(piece.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          Thread.sleep(2); // so that most pieces are read by themselves
        }
        if (said.closes()) {
          return;
        }
      }
    } catch (IOException | InterruptedException gone) {
      return;
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      head.append((char) octet);
      if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  private static String body(String head, InputStream in) throws IOException {
    Seen seen = new Seen(head, "", 0);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (seen.field("Transfer-Encoding").equals("chunked")) {
      for (int size = Integer.parseInt(line(in), 16); size > 0; ) {
        body.write(in.readNBytes(size));
        line(in);
        size = Integer.parseInt(line(in), 16);
      }
      line(in);
    } else if (!seen.field("Content-Length").isEmpty()) {
      body.write(in.readNBytes(Integer.parseInt(seen.field("Content-Length"))));
    }
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      line.append((char) octet);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : sockets) {
      each.close();
    }
    threads.shutdownNow();
  }
}
