// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A live client of a protocol in lines; a thread of its own reads what the server says. */
final class LineSession implements LiveClient {
  private static final long ANSWER_SECONDS = 30;

  private final LineClient client;
  private final Words words;
  private final CompletableFuture<Goodbye> goodbye = new CompletableFuture<>();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /**
   * What is said.
   *
   * @param goodbye what the server's goodbye begins with
   * @param ping asks whether the client is still signed in
   * @param pong what the answer begins with when it is
   */
  private record Words(String name, String service, String goodbye, String ping, String pong) {}

  private LineSession(LineClient client, Words words) {
    this.client = client;
    this.words = words;
    Thread.ofVirtual().name("reads " + words.name()).start(this::read);
  }

  /** IMAP over TLS, idling. */
  static LineSession imap(TestServer server, TestAppPassword with) throws IOException {
    return idling(LineClient.imapSession(server, with));
  }

  /** IMAP in clear text, idling. */
  static LineSession imapInClear(TestServer server, TestAppPassword with) throws IOException {
    LineClient client = LineClient.open(server.ports().imap());
    client.signInToImap(with);
    return idling(client);
  }

  private static LineSession idling(LineClient client) throws IOException {
    client.imap("b", "SELECT INBOX");
    client.imap("c", "IDLE");
    return new LineSession(
        client, new Words("IMAP in IDLE", "imap", "* BYE", "DONE\r\nc IDLE", "c OK"));
  }

  static LineSession smtp(TestServer server, TestAppPassword with) throws IOException {
    return new LineSession(
        LineClient.smtpSession(server, with),
        new Words("SMTP", "smtp", "421 4.7.0", "NOOP", "250 "));
  }

  /** HTTP/1.1, kept alive: its goodbye is that the connection is closed. */
  static LineSession carddav(TestServer server, TestAppPassword with) throws IOException {
    LineClient client = LineClient.openTls(server.ports().https(), server.tls());
    String request =
        "PROPFIND /carddav/ HTTP/1.1\r\nHost: localhost\r\nDepth: 0\r\nContent-Length: 0\r\n"
            + "Authorization: "
            + DavClients.basic(with.account().login(), with.secret())
            + "\r\n";
    LineSession session =
        new LineSession(
            client,
            new Words(
                "CardDAV over HTTP/1.1", "carddav", LineClient.CLOSED, request, "HTTP/1.1 207"));
    if (!session.isSignedIn()) {
      throw new AssertionError("not signed in");
    }
    return session;
  }

  private void read() {
    try {
      while (true) {
        String line = client.line();
        if (line.startsWith(words.goodbye()) || line.endsWith(LineClient.CLOSED)) {
          goodbye.complete(new Goodbye(line, System.nanoTime()));
          return;
        }
        heard.add(line);
      }
    } catch (IOException e) {
      goodbye.completeExceptionally(e);
    }
  }

  @Override
  public String name() {
    return words.name();
  }

  @Override
  public String service() {
    return words.service();
  }

  @Override
  public String lastWords() {
    return words.goodbye();
  }

  @Override
  public CompletableFuture<Goodbye> goodbye() {
    return goodbye;
  }

  @Override
  public boolean isSignedIn() throws IOException {
    heard.clear();
    client.send(words.ping());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
    try {
      while (!goodbye.isDone() && System.nanoTime() < deadline) {
        String line = heard.poll(20, TimeUnit.MILLISECONDS);
        if (line != null && line.startsWith(words.pong())) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
