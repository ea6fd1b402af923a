// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.LDAPException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.Admin;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.Shell;
import org.latchkey.integration.TestAccount;

/**
 * A file system of its own that is full: {@code /health/ready} says so and why, {@code
 * /health/live} doesn't, sign-ins go on, a change is made or refused, and afterwards all is as
 * before.
 */
final class ReadinessTest {
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final TestAccount BOB = TestAccount.of("bob");

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private Path disk;
  private Path data;

  /** Something an admin does. */
  private interface Act {
    void by(Admin admin) throws LDAPException;
  }

  @BeforeEach
  void mount() throws Exception {
    Shell.demand("mount");
    disk = Files.createDirectory(folder.resolve("disk"));
    data = disk.resolve("data");
    Shell.Result mounted = Shell.run(folder, "mount -t tmpfs -o size=24m none " + disk);
    boolean required = "1".equals(System.getenv("LATCHKEY_REQUIRE_PEERS"));
    if (required) {
      assertEquals(0, mounted.exit(), mounted.text());
    }
    assumeTrue(mounted.exit() == 0, mounted.text());
  }

  @AfterEach
  void unmount() throws Exception {
    var _ = Shell.run(folder, "umount " + disk);
    http.close();
  }

  private HttpResponse<String> get(Child child, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + child.port("health") + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private void assertReady(Child child) throws Exception {
    HttpResponse<String> ready = get(child, "/health/ready");
    assertEquals(200, ready.statusCode(), ready.body());
  }

  private void assertUnready(Child child, String reason) throws Exception {
    HttpResponse<String> ready = get(child, "/health/ready");
    assertEquals(503, ready.statusCode(), ready.body());
    assertTrue(ready.body().contains("data-folder"), ready.body());
    assertTrue(ready.body().contains(reason), ready.body());
    assertEquals(200, get(child, "/health/live").statusCode());
  }

  @Test
  void readinessFollowsTheDisk() throws Exception {
    Path settings = ChildSettings.write(folder, "60 s");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace("health = { enabled = false", "health = { enabled = true"));
    try (Child child = Child.start(settings, data);
        Admin admin = child.admin()) {
      admin.addAccount(ALICE);
      admin.addAccount(BOB);
      String secret = admin.make(ALICE, "phone").secret();
      assertReady(child);

      Path ballast = fill();
      assertUnready(child, "No space left on device");
      assertSignsIn(child, secret);
      Map<String, Boolean> done = new LinkedHashMap<>();
      changes().forEach((name, act) -> done.put(name, isDone(act, admin)));
      assertUnready(child, "No space left on device");
      assertSignsIn(child, secret);

      Files.delete(ballast);
      assertReady(child);
      for (Map.Entry<String, Act> each : changes().entrySet()) {
        if (Boolean.FALSE.equals(done.get(each.getKey()))) {
          each.getValue().by(admin); // refused as a whole: it can be made now
        }
      }
      assertSignsIn(child, secret);
      assertThrows(LDAPException.class, () -> admin.delete(BOB.dn()), "it is gone");
      assertEquals(List.of(), Tree.walk(admin.connection()).disagreements());
    }
  }

  private static Map<String, Act> changes() {
    Map<String, Act> changes = new LinkedHashMap<>();
    changes.put("add", admin -> admin.addAccount(TestAccount.of("carol")));
    changes.put("modify", admin -> admin.replace(ALICE.dn(), "description", "d".repeat(20_000)));
    changes.put("make", admin -> admin.make(ALICE, "laptop"));
    changes.put("password", admin -> admin.changePassword(BOB.dn(), "another primary password"));
    changes.put("disable", admin -> admin.replace(BOB.dn(), "latchkeyDisabled", "TRUE"));
    changes.put("delete", admin -> admin.delete(BOB.dn()));
    return changes;
  }

  /** Whether it was made; if not, it was refused in words. */
  private static boolean isDone(Act act, Admin admin) {
    try {
      act.by(admin);
      return true;
    } catch (LDAPException e) {
      String message = String.valueOf(e.getDiagnosticMessage());
      assertTrue(!message.contains("\n") && !message.contains("Exception"), message);
      return false;
    }
  }

  /** Takes all the room there is. */
  private Path fill() throws Exception {
    Path ballast = disk.resolve("ballast");
    try (OutputStream out = Files.newOutputStream(ballast)) {
      for (int octets = 1 << 16; octets > 0; octets /= 2) {
        fill(out, octets);
      }
    }
    return ballast;
  }

  private static void fill(OutputStream out, int octets) {
    try {
      while (true) {
        out.write(new byte[octets]);
      }
    } catch (java.io.IOException full) {
      // as it should be
    }
  }

  private static void assertSignsIn(Child child, String secret) throws Exception {
    try (LineClient client = LineClient.greeted(child.port("imap"))) {
      String answer = client.imapLogin(ALICE.uid(), secret);
      assertTrue(answer.startsWith("a OK"), answer);
    }
  }
}
