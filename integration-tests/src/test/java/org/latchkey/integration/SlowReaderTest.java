// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.peers.Dovecot.SignIn;

/** A client that asks for much and doesn't read makes nobody else pay for it. */
final class SlowReaderTest {
  private static final int MESSAGE_BYTES = 200 << 20;
  private static final long MOST_BYTES = 1 << 20;
  private static final int SAME_FOR = 100;
  private static final Pattern LITERAL = Pattern.compile("\\* 1 FETCH \\(BODY\\[] \\{(\\d+)}");

  @Test
  void aClientThatDoesNotReadHoldsLessThanAMebibyte(@TempDir Path folder) throws Exception {
    try (MailHost host = MailHost.start(folder, SignIn.MASTER)) {
      host.dovecot().save("alice@example.org", message(folder));
      TestAppPassword made = host.server().admin().make(host.alice(), "Slow");
      try (LineClient imap = LineClient.imapSession(host.server(), made)) {
        imap.imap("b", "EXAMINE INBOX");
        long before = heldBytes();
        imap.send("c FETCH 1 BODY.PEEK[]");
        String literal = imap.line();
        Matcher size = LITERAL.matcher(literal);
        assertTrue(size.matches(), literal);
        long held = heldWhenStill() - before;
        System.out.printf("%nA slow reader of 200 MiB holds %d KiB of the server's%n", held >> 10);
        assertTrue(held < MOST_BYTES, held + " octets");
        imap.skip(Long.parseLong(size.group(1)));
        String end = imap.lineUntil(line -> line.startsWith("c "));
        assertTrue(end.startsWith("c OK"), end);
      }
    }
  }

  private static Path message(Path folder) throws Exception {
    Path file = folder.resolve("big");
    byte[] line = ("x".repeat(1022) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write("Subject: big\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < MESSAGE_BYTES / line.length; i++) {
        out.write(line);
      }
    }
    return file;
  }

  /** What is held once it has stayed the same for half a second: nothing moves any more. */
  private static long heldWhenStill() throws Exception {
    long[] last = {-1, 0};
    Poll.until(
        "the relay stops reading",
        () -> {
          long held = heldBytes();
          last[1] = held == last[0] ? last[1] + 1 : 0;
          last[0] = held;
          return last[1] >= SAME_FOR;
        });
    return last[0];
  }

  /** Of the pool that every connection's buffers come from, in use: not what the pool keeps. */
  private static long heldBytes() {
    var metric = PooledByteBufAllocator.DEFAULT.metric();
    return Stream.concat(metric.directArenas().stream(), metric.heapArenas().stream())
        .mapToLong(PoolArenaMetric::numActiveBytes)
        .sum();
  }
}
