// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.core.password.Peppers;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.Report;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestServer;

/**
 * A directory that is down or hangs: every protocol says "try later", none "wrong", and all is well
 * again with the directory. One that hangs does so until the test is over with it: whatever is
 * answered meanwhile didn't wait for it. Each sign-in is of an account that isn't in memory.
 */
final class StoreFaultsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Report REPORT = new Report("Sign-ins while the directory fails");

  @TempDir Path folder;

  private final AtomicInteger users = new AtomicInteger();
  private FaultyStore store;
  private DoorsOnAStore doors;

  @BeforeEach
  void open() throws Exception {
    SequencedMap<String, byte[]> keys = new LinkedHashMap<>();
    keys.put("1", new byte[Peppers.KEY_BYTES]);
    Peppers peppers = new Peppers(keys);
    store = new FaultyStore(peppers);
    doors = new DoorsOnAStore(store, peppers, folder.resolve("data"));
    assertEquals(granted(), answers("first")); // and every class is loaded
  }

  @AfterEach
  void close() {
    store.up();
    doors.close();
  }

  @AfterAll
  static void print() {
    REPORT.print();
  }

  @Test
  void everyProtocolSaysTryLaterWhenTheDirectoryIsDown() throws Exception {
    store.down();
    assertEquals(tryLater(), answers("down"));
    store.up();
    assertEquals(granted(), answers("back"));
  }

  @Test
  void everyProtocolSaysTryLaterWhenTheDirectoryHangs() throws Exception {
    store.hang();
    assertEquals(tryLater(), answers("hung"));
    store.up();
    assertEquals(granted(), answers("back"));
  }

  @Test
  void aDirectoryThatHangsUnderLoadIsBackAtOnceToo() throws Exception {
    store.hang();
    List<Callable<String>> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add(this::imap);
    }
    for (String answer : answers(many, "hung, 400 at once")) {
      assertEquals("NO [UNAVAILABLE]", answer);
    }
    store.up();
    assertEquals(granted(), answers("back"));
  }

  private static List<String> granted() {
    return List.of("OK", "235 2.7.0", ResultCode.SUCCESS.toString(), "207");
  }

  private static List<String> tryLater() {
    return List.of("NO [UNAVAILABLE]", "454 4.7.0", ResultCode.UNAVAILABLE.toString(), "503");
  }

  /** What each protocol says to a good app password. */
  private List<String> answers(String row) throws Exception {
    return answers(List.of(this::imap, this::smtp, this::ldap, this::http), row);
  }

  private static List<String> answers(List<Callable<String>> attempts, String row)
      throws Exception {
    List<String> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> all = new ArrayList<>();
      attempts.forEach(each -> all.add(threads.submit(() -> timed(each, row))));
      for (Future<String> each : all) {
        answers.add(each.get());
      }
    }
    return answers;
  }

  private static String timed(Callable<String> attempt, String row) throws Exception {
    long begun = System.nanoTime();
    String answer = attempt.call();
    REPORT.add(row, Duration.ofNanos(System.nanoTime() - begun));
    return answer;
  }

  private String newUser() {
    return "user" + users.incrementAndGet();
  }

  private String imap() throws Exception {
    try (LineClient client = LineClient.greeted(doors.imap)) {
      String answer = client.imapLogin(newUser(), FaultyStore.SECRET);
      return answer.replaceFirst("^a (OK|NO \\[[A-Z]+\\]).*", "$1");
    }
  }

  private String smtp() throws Exception {
    try (LineClient client = LineClient.greeted(doors.submission)) {
      String answer = client.smtpAuth(newUser(), FaultyStore.SECRET);
      return answer.replaceFirst("^([0-9]{3} [0-9.]+) .*", "$1");
    }
  }

  private String ldap() throws Exception {
    String dn = TestAccount.of(newUser()).dn();
    try (LDAPConnection connection = TestServer.connect(doors.ldap)) {
      return connection.bind(dn, FaultyStore.SECRET).getResultCode().toString();
    } catch (LDAPException e) {
      return e.getResultCode().toString();
    }
  }

  private String http() throws Exception {
    String basic = newUser() + ":" + FaultyStore.SECRET;
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      String.format(Locale.ROOT, "http://127.0.0.1:%d/carddav/", doors.http)))
              .method("PROPFIND", HttpRequest.BodyPublishers.noBody())
              .timeout(TIMEOUT)
              .header("Depth", "0")
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString(basic.getBytes(StandardCharsets.US_ASCII)))
              .build();
      return Integer.toString(
          client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
  }
}
