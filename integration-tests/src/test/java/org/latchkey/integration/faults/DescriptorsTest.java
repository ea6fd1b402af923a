// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.Admin;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.Poll;
import org.latchkey.integration.TestAccount;

/** File descriptors used up: accepting pauses, what is open goes on, and it recovers by itself. */
final class DescriptorsTest {
  private static final int MOST = 400;
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final Duration WATCHED = Duration.ofSeconds(2);
  private static final List<String> PORTS =
      List.of("imap", "imaps", "submission", "https", "ldap", "adminLdap");

  @TempDir Path folder;

  private final List<LineClient> idle = new ArrayList<>();

  @Test
  void acceptingPausesUntilDescriptorsAreFree() throws Exception {
    Path settings = ChildSettings.write(folder, "10 min");
    Path data = folder.resolve("data");
    try (Child child = Child.launch(settings, data, "ulimit -n " + MOST, inJars(folder))) {
      var _ = child.awaitReady();
      String secret;
      try (Admin admin = child.admin()) {
        admin.addAccount(ALICE);
        secret = admin.make(ALICE, "phone").secret();
      }
      try (LineClient open = LineClient.greeted(child.port("imap"))) {
        assertSignsIn(open, secret);
        useUp(child);
        assertItDoesNotSpin(child);
        String noop = open.imap("b", "NOOP");
        assertTrue(noop.startsWith("b OK"), () -> noop + "; " + child.log());
        for (LineClient each : idle.subList(0, idle.size() / 2)) {
          each.close();
        }
        try (LineClient next = LineClient.greeted(child.port("imap"))) {
          assertSignsIn(next, secret);
        }
      }
    } finally {
      for (LineClient each : idle) {
        each.close();
      }
    }
  }

  /**
   * The class path as an installation has it: a jar stays open, while a class in a folder, as a
   * build has it, takes a descriptor of its own to load.
   */
  private static String inJars(Path folder) {
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    List<String> inJars = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (each.isEmpty()) {
        continue; // which would mean this folder, and to the jar tool the whole machine
      }
      if (Files.isDirectory(Path.of(each))) {
        String file = folder.resolve(inJars.size() + ".jar").toString();
        assertEquals(0, jar.run(System.out, System.err, "-c", "-f", file, "-C", each, "."));
        inJars.add(file);
      } else {
        inJars.add(each);
      }
    }
    return String.join(File.pathSeparator, inJars);
  }

  /** Opens connections until the server can't take any more, and then some on every port. */
  private void useUp(Child child) throws Exception {
    Poll.until(
        "descriptors are used up",
        () -> {
          for (int i = 0; i < 20; i++) {
            idle.add(LineClient.open(child.port("imap")));
          }
          return child.descriptors() >= MOST;
        });
    for (String port : PORTS) {
      for (int i = 0; i < 5; i++) {
        idle.add(LineClient.open(child.port(port)));
      }
    }
  }

  /** A JVM that has just started is busy with itself for a while; one that spins, for ever. */
  private static void assertItDoesNotSpin(Child child) throws Exception {
    Poll.until(
        "it uses less than half a processor",
        () -> {
          Duration before = child.processorTime();
          assertTrue(child.runsFor(WATCHED), child::log);
          Duration used = child.processorTime().minus(before);
          return used.multipliedBy(2).compareTo(WATCHED) < 0;
        });
  }

  private static void assertSignsIn(LineClient client, String secret) throws IOException {
    String answer = client.imapLogin(ALICE.uid(), secret);
    assertTrue(answer.startsWith("a OK"), answer);
  }
}
