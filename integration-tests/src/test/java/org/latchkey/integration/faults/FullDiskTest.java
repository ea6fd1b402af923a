// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.Admin;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.TestAccount;

/**
 * The database's file can't grow: a change is refused with an error, all else goes on. The kernel
 * refuses the growth by the process's limit of file sizes, which takes no privilege; where it does
 * for a full disk, the same call fails with another error number.
 */
final class FullDiskTest {
  private static final Set<ResultCode> REFUSALS =
      Set.of(ResultCode.UNWILLING_TO_PERFORM, ResultCode.OTHER, ResultCode.UNAVAILABLE);
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final int BALLAST = 20_000;
  private static final int REFUSED_IN_A_ROW = 3;

  @TempDir Path folder;

  private final List<TestAccount> added = new ArrayList<>();
  private int tried;

  @Test
  void aFullDiskRefusesChangesAndNothingElse() throws Exception {
    Path settings = ChildSettings.write(folder, "60 s");
    Path data = folder.resolve("data");
    Path database = data.resolve("directory/data.mdb");
    String secret;
    try (Child child = Child.start(settings, data);
        Admin admin = child.admin()) {
      admin.addAccount(ALICE);
      secret = admin.generate(ALICE.appPasswordDn("phone"));

      limitFileSize(child, Files.size(database) + 200_000 + "");
      fill(admin);
      assertTrue(added.size() > 1, "a few fit: " + added);
      LDAPException generating =
          assertThrows(
              LDAPException.class,
              () -> {
                for (int i = 0; i < 25; i++) {
                  var _ = admin.generate(ALICE.appPasswordDn("one more " + i));
                }
              });
      assertRefusal(generating);
      assertSignsIn(child, secret);
      assertAllThere(admin);

      limitFileSize(child, "unlimited");
      add(admin);
      assertAllThere(admin);
      assertSignsIn(child, admin.generate(ALICE.appPasswordDn("laptop")));
    }
    try (Child child = Child.start(settings, data);
        Admin admin = child.admin()) {
      assertAllThere(admin);
      assertSignsIn(child, secret);
      assertEquals(List.of(), Tree.walk(admin.connection()).disagreements());
    }
  }

  private static void limitFileSize(Child child, String octets) throws Exception {
    Process prlimit =
        new ProcessBuilder(
                "prlimit", "--pid", Long.toString(child.pid()), "--fsize=" + octets + ":")
            .inheritIO()
            .start();
    assertEquals(0, prlimit.waitFor());
  }

  /** Adds accounts until several in a row are refused: freed pages take some after the first. */
  private void fill(Admin admin) throws LDAPException {
    int refused = 0;
    while (refused < REFUSED_IN_A_ROW) {
      try {
        add(admin);
        refused = 0;
      } catch (LDAPException e) {
        assertRefusal(e);
        refused++;
      }
    }
  }

  private void add(Admin admin) throws LDAPException {
    TestAccount account = TestAccount.of("user" + tried++);
    admin.addAccount(account);
    added.add(account);
    admin.replace(account.dn(), "description", "d".repeat(BALLAST));
  }

  private static void assertRefusal(LDAPException e) {
    assertTrue(REFUSALS.contains(e.getResultCode()), e.toString());
    String message = String.valueOf(e.getDiagnosticMessage());
    assertTrue(!message.contains("\n") && !message.contains("Exception"), message);
  }

  private void assertAllThere(Admin admin) throws LDAPException {
    for (TestAccount each : added) {
      assertNotNull(admin.connection().getEntry(each.dn(), "1.1"), each.uid());
    }
  }

  private static void assertSignsIn(Child child, String secret) throws Exception {
    try (LineClient client = LineClient.greeted(child.port("imap"))) {
      String answer = client.imapLogin(ALICE.uid(), secret);
      assertTrue(answer.startsWith("a OK"), answer);
    }
  }
}
