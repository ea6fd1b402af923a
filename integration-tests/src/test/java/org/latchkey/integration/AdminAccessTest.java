// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.AsyncRequestID;
import com.unboundid.ldap.sdk.AsyncSearchResultListener;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.PersistentSearchChangeType;
import com.unboundid.ldap.sdk.controls.PersistentSearchRequestControl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody reads a verifier, through either LDAP port, whoever they are and however they ask. */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminAccessTest {
  private static final List<String> HIDDEN = List.of("userpassword", "2.5.4.35", "latchkeyrevoked");

  private final TestServer server;
  private final TestAccount account;
  private final TestAppPassword made;
  private final TestAppPassword member;

  AdminAccessTest(TestServer server) throws LDAPException {
    this.server = server;
    account = server.account();
    made = server.admin().make(account, "Laptop");
    TestAppPassword revoked = server.admin().make(account, "Old laptop");
    server.admin().delete(revoked.dn());
    member = server.admin().makeAdmin(server.account());
  }

  private interface Bind {
    LDAPConnection connect() throws Exception;
  }

  /** Somebody who asks, over a port; the server may end the connection for what is asked. */
  static final class Reader {
    private final String name;
    private final Bind bind;
    private LDAPConnection connection;

    private Reader(String name, Bind bind) throws Exception {
      this.name = name;
      this.bind = bind;
      this.connection = bind.connect();
    }

    LDAPConnection connection() throws Exception {
      if (!connection.isConnected()) {
        connection.close();
        connection = bind.connect();
      }
      return connection;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private List<Reader> readers = List.of();

  @BeforeAll
  void connect() throws Exception {
    int admin = server.ports().adminLdap();
    int user = server.ports().ldap();
    readers =
        List.of(
            new Reader("the admin, admin port", server::bindAsAdmin),
            new Reader("the member of admins, admin port", () -> bind(admin, member)),
            new Reader("anonymous, admin port", () -> TestServer.connect(admin)),
            new Reader("the account, user port", () -> bind(user, made)),
            new Reader("anonymous, user port", () -> TestServer.connect(user)));
  }

  private static LDAPConnection bind(int port, TestAppPassword with) throws LDAPException {
    LDAPConnection connection = TestServer.connect(port);
    connection.bind(with.account().dn(), with.secret());
    return connection;
  }

  @AfterAll
  void disconnect() throws Exception {
    for (Reader each : readers) {
      each.connection().close();
    }
    server.admin().takeRights(member.account());
  }

  private Stream<Reader> readers() {
    return readers.stream();
  }

  private List<String> targets() {
    return List.of(TestSettings.BASE, TestSettings.PEOPLE, account.dn(), made.dn(), "");
  }

  private static void assertNoVerifier(SearchResultEntry entry) {
    String text = entry.toLDIFString().toLowerCase(Locale.ROOT);
    for (String each : HIDDEN) {
      assertFalse(text.contains(each), text);
    }
    for (byte[] value :
        entry.getAttributes().stream()
            .flatMap(each -> Stream.of(each.getValueByteArrays()))
            .toList()) {
      String plain = new String(value, StandardCharsets.ISO_8859_1);
      assertFalse(plain.contains("{APW1}") || plain.contains("argon2"), text);
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void noSearchShowsAVerifier(Reader reader) throws Exception {
    int found = 0;
    for (String base : targets()) {
      for (SearchScope scope : List.of(SearchScope.BASE, SearchScope.ONE, SearchScope.SUB)) {
        for (List<String> attributes :
            List.of(
                List.<String>of(),
                List.of("*"),
                List.of("+"),
                List.of("*", "+"),
                List.of("userPassword"),
                List.of("2.5.4.35"),
                List.of("userPassword;binary"),
                List.of("latchkeyRevoked"))) {
          for (SearchResultEntry entry :
              search(reader, base, scope, "(objectClass=*)", attributes)) {
            assertNoVerifier(entry);
            found++;
          }
        }
      }
    }
    if (reader.toString().startsWith("the ")) {
      assertTrue(found > 0, "nothing was found at all");
    }
  }

  private static List<SearchResultEntry> search(
      Reader reader, String base, SearchScope scope, String filter, List<String> attributes)
      throws Exception {
    try {
      return entries(
          reader.connection().search(base, scope, filter, attributes.toArray(String[]::new)));
    } catch (LDAPSearchException refused) {
      assertFalse(refused.getResultCode().equals(ResultCode.TIMEOUT), refused.toString());
      return List.of();
    }
  }

  private static List<SearchResultEntry> entries(SearchResult result) {
    @Nullable List<SearchResultEntry> entries = result.getSearchEntries();
    return entries == null ? List.of() : entries;
  }

  /** What is stored can't be told by what a filter finds: nothing, or the same for any value. */
  @ParameterizedTest
  @MethodSource("readers")
  void noFilterTellsAVerifier(Reader reader) throws Exception {
    String stored = storedTag();
    for (String attribute : List.of("userPassword", "2.5.4.35", "latchkeyRevoked")) {
      for (String condition :
          List.of("(%s=*)", "(%s={APW1}*)", "(%s=*1*)", "(%s>=a)", "(%s<=zz)", "(%s~=a)")) {
        assertFoundByNothing(reader, condition.formatted(attribute));
      }
      for (String condition : List.of("(%s=%s)", "(%s:2.5.13.17:=%s)")) {
        assertFoundByNothing(reader, condition.formatted(attribute, stored));
      }
      assertEquals(
          found(reader, "(!(%s=x))".formatted(attribute)),
          found(reader, "(!(%s=%s))".formatted(attribute, stored)),
          attribute);
    }
  }

  private String storedTag() {
    return server
        .server()
        .directory()
        .store()
        .findByLogin(account.uid())
        .orElseThrow()
        .appPasswords()
        .getFirst()
        .tag()
        .orElseThrow()
        .stored();
  }

  private void assertFoundByNothing(Reader reader, String filter) throws Exception {
    assertEquals(0, found(reader, filter), filter);
    assertEquals(0, found(reader, "(&(objectClass=*)" + filter + ")"), filter);
    assertEquals(0, found(reader, "(|(cn=nothing)" + filter + ")"), filter);
  }

  private int found(Reader reader, String filter) throws Exception {
    return search(reader, account.dn(), SearchScope.SUB, filter, List.of()).size();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void noCompareTellsAVerifier(Reader reader) {
    for (String dn : List.of(account.dn(), made.dn())) {
      for (String attribute : List.of("userPassword", "2.5.4.35", "latchkeyRevoked")) {
        LDAPException refused =
            assertThrows(
                LDAPException.class,
                () -> reader.connection().compare(dn, attribute, account.primaryPassword()));
        assertFalse(
            Set.of(ResultCode.COMPARE_TRUE, ResultCode.COMPARE_FALSE)
                .contains(refused.getResultCode()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void noPersistentSearchShowsAVerifier(Reader reader) throws Exception {
    Collected collected = new Collected();
    SearchRequest request =
        new SearchRequest(
            collected, account.dn(), SearchScope.SUB, "(objectClass=*)", "*", "+", "userPassword");
    request.setControls(
        new PersistentSearchRequestControl(
            PersistentSearchChangeType.allChangeTypes(), false, true, true));
    AsyncRequestID id = reader.connection().asyncSearch(request);
    TestAppPassword more = server.admin().make(account, "More");
    server.admin().generate(more.dn());
    server.admin().delete(more.dn());
    // Whatever it was to hear, it has heard before this is answered.
    search(reader, "", SearchScope.BASE, "(objectClass=*)", List.of());
    reader.connection().abandon(id);
    collected.entries.forEach(AdminAccessTest::assertNoVerifier);
  }

  @ParameterizedTest
  @MethodSource("readers")
  void noSyncControlShowsAVerifier(Reader reader) throws Exception {
    // RFC 4533: sync request, refreshOnly, critical.
    byte[] refreshOnly = {0x30, 0x03, 0x0a, 0x01, 0x01};
    SearchRequest request =
        new SearchRequest(account.dn(), SearchScope.SUB, "(objectClass=*)", "*", "+");
    request.setControls(
        new Control("1.3.6.1.4.1.4203.1.9.1.1", true, new ASN1OctetString(refreshOnly)));
    try {
      entries(reader.connection().search(request)).forEach(AdminAccessTest::assertNoVerifier);
    } catch (LDAPSearchException refused) {
      assertFalse(refused.getResultCode().equals(ResultCode.TIMEOUT), refused.toString());
    }
  }

  private static final class Collected implements AsyncSearchResultListener {
    private static final long serialVersionUID = 1L;

    private final transient Queue<SearchResultEntry> entries = new ConcurrentLinkedQueue<>();

    @Override
    public void searchEntryReturned(SearchResultEntry entry) {
      entries.add(entry);
    }

    @Override
    public void searchReferenceReturned(SearchResultReference reference) {}

    @Override
    public void searchResultReceived(AsyncRequestID request, SearchResult result) {}
  }

  @Test
  void apacheDsesOwnAdminDoesNotExist() throws Exception {
    for (int port : List.of(server.ports().adminLdap(), server.ports().ldap())) {
      try (LDAPConnection connection = TestServer.connect(port)) {
        LDAPException refused =
            assertThrows(
                LDAPException.class, () -> connection.bind("uid=admin,ou=system", "secret"));
        assertTrue(
            Set.of(ResultCode.INVALID_CREDENTIALS, ResultCode.UNWILLING_TO_PERFORM)
                .contains(refused.getResultCode()),
            refused.toString());
      }
    }
  }

  @Test
  void nothingOfApacheDssOwnIsReadable() throws Exception {
    try (LDAPConnection admin = server.bindAsAdmin()) {
      for (String base : List.of("ou=system", "ou=schema", "ou=config", "cn=changelog")) {
        LDAPException refused =
            assertThrows(
                LDAPException.class, () -> admin.search(base, SearchScope.SUB, "(objectClass=*)"));
        assertFalse(refused.getResultCode().equals(ResultCode.SUCCESS), base);
      }
    }
  }

  @Test
  void anAppPasswordIsNoPasswordOnTheAdminPort() throws Exception {
    try (LDAPConnection connection = TestServer.connect(server.ports().adminLdap())) {
      for (String dn : List.of(account.dn(), made.dn())) {
        LDAPException refused =
            assertThrows(LDAPException.class, () -> connection.bind(dn, made.secret()));
        assertEquals(ResultCode.INVALID_CREDENTIALS, refused.getResultCode(), dn);
      }
    }
  }
}
