// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules hold when many make app passwords of one account at once. */
@ExtendWith(SharedServer.class)
final class TwentyFiveTest {
  private static final int MOST = 25;

  private final TestServer server;

  TwentyFiveTest(TestServer server) {
    this.server = server;
  }

  private enum Tool {
    LDAPADD {
      @Override
      void make(LDAPConnection connection, String dn) throws LDAPException {
        connection.add(dn, new Attribute("objectClass", "latchkeyAppPassword"));
      }
    },
    LDAPPASSWD {
      @Override
      void make(LDAPConnection connection, String dn) throws LDAPException {
        Admin.generate(connection, dn);
      }
    };

    abstract void make(LDAPConnection connection, String dn) throws LDAPException;
  }

  /** Makes them all at once, each over a connection of its own; gives how often each code came. */
  private Map<String, Integer> makeAtOnce(List<String> dns) throws Exception {
    CountDownLatch ready = new CountDownLatch(dns.size());
    List<Future<ResultCode>> attempts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < dns.size(); i++) {
        Tool tool = Tool.values()[i % Tool.values().length];
        String dn = dns.get(i);
        attempts.add(threads.submit(() -> make(tool, dn, ready)));
      }
    }
    Map<String, Integer> codes = new TreeMap<>();
    for (Future<ResultCode> attempt : attempts) {
      codes.merge(attempt.get().getName(), 1, Integer::sum);
    }
    return codes;
  }

  private ResultCode make(Tool tool, String dn, CountDownLatch ready) throws Exception {
    try (LDAPConnection connection = server.bindAsAdmin()) {
      ready.countDown();
      ready.await();
      tool.make(connection, dn);
      return ResultCode.SUCCESS;
    } catch (LDAPException refused) {
      return refused.getResultCode();
    }
  }

  private int appPasswordsOf(TestAccount account) throws LDAPException {
    return server
        .admin()
        .connection()
        .search(account.dn(), SearchScope.ONE, "(objectClass=latchkeyAppPassword)", "1.1")
        .getEntryCount();
  }

  @Test
  void aHundredAttemptsAtOnceLeaveTwentyFive() throws Exception {
    TestAccount account = server.account();
    List<String> dns = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      dns.add(account.appPasswordDn("Device " + i));
    }
    Map<String, Integer> codes = makeAtOnce(dns);
    assertEquals(
        Map.of(ResultCode.SUCCESS.getName(), MOST, ResultCode.ADMIN_LIMIT_EXCEEDED.getName(), 75),
        codes);
    assertEquals(MOST, appPasswordsOf(account));
  }

  @Test
  void twentyAttemptsAtOnceAtOneLabelLeaveOne() throws Exception {
    TestAccount account = server.account();
    List<String> dns = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      dns.add(account.appPasswordDn(i % 3 == 0 ? "iPhone" : i % 3 == 1 ? "IPHONE" : "iphone"));
    }
    makeAtOnce(dns);
    assertEquals(1, appPasswordsOf(account));
  }

  @Test
  void aPlaceThatIsFreedCanBeTakenAgain() throws Exception {
    TestAccount account = server.account();
    for (int i = 0; i < MOST; i++) {
      server.admin().generate(account.appPasswordDn("Device " + i));
    }
    String oneMore = account.appPasswordDn("One more");
    LDAPException full = assertThrows(LDAPException.class, () -> server.admin().generate(oneMore));
    assertEquals(ResultCode.ADMIN_LIMIT_EXCEEDED, full.getResultCode());
    server.admin().delete(account.appPasswordDn("Device 7"));
    server.admin().generate(oneMore);
    assertEquals(MOST, appPasswordsOf(account));
  }
}
