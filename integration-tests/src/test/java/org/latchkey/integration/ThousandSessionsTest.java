// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand live sessions of one account, idling in IMAP, all end; prints how soon. */
@ExtendWith(SharedServer.class)
final class ThousandSessionsTest {
  private static final int SESSIONS = 1000;
  private static final int APP_PASSWORDS = 25;

  private final TestServer server;
  private final Admin admin;

  ThousandSessionsTest(TestServer server) {
    this.server = server;
    this.admin = server.admin();
  }

  /** An app password and its sessions. */
  private record Group(TestAppPassword made, List<LineSession> sessions) {}

  private List<Group> open(TestAccount account) throws Exception {
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < APP_PASSWORDS; i++) {
      TestAppPassword made = admin.make(account, "Device " + i);
      List<LineSession> sessions = new ArrayList<>();
      for (int j = 0; j < SESSIONS / APP_PASSWORDS; j++) {
        sessions.add(LineSession.imapInClear(server, made));
      }
      groups.add(new Group(made, sessions));
    }
    return groups;
  }

  private static void assertEnd(Group group, long start, Report report, String row)
      throws Exception {
    for (LineSession each : group.sessions()) {
      LiveClient.Goodbye goodbye = each.goodbye().get(30, TimeUnit.SECONDS);
      assertTrue(goodbye.words().startsWith(each.lastWords()), goodbye.toString());
      report.add(row, Duration.ofNanos(goodbye.nanos() - start));
      each.close();
    }
  }

  @Test
  void anotherPrimaryPasswordEndsThemAll() throws Exception {
    TestAccount account = server.account();
    List<Group> groups = open(account);
    Report report = new Report("1,000 IMAP sessions, another primary password");
    long start = System.nanoTime();
    admin.changePassword(account.dn(), "battery staple too");
    for (Group each : groups) {
      assertEnd(each, start, report, "from before it is sent");
    }
    report.print();
  }

  @Test
  void revokingEveryAppPasswordEndsThemAll() throws Exception {
    TestAccount account = server.account();
    List<Group> groups = open(account);
    Report report = new Report("1,000 IMAP sessions, 25 app passwords deleted one by one");
    List<Long> starts = new ArrayList<>();
    for (Group each : groups) {
      starts.add(System.nanoTime());
      admin.delete(each.made().dn());
    }
    report.add("(the 25 deletes)", Duration.ofNanos(System.nanoTime() - starts.getFirst()));
    for (int i = 0; i < groups.size(); i++) {
      assertEnd(groups.get(i), starts.get(i), report, "from before its own delete");
    }
    report.print();
  }
}
