// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.DisconnectType;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.PLAINBindRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedResult;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.signin.DenialReason;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.directory.AliceScene;
import org.latchkey.directory.DirectoryFixture;

/** Every bind on the admin port goes through the one door, and only admins come through. */
final class AdminDoorTest extends AliceScene {
  private static final String ADMINS = "cn=admins,ou=groups,dc=example,dc=org";
  private static final String FOR_ADMINS = "cn=Administration," + ALICE;

  @TempDir Path elsewhere;

  private void join() throws LDAPException {
    admin.modify(ADMINS, new Modification(ModificationType.ADD, "member", ALICE));
  }

  private void leave() throws LDAPException {
    admin.modify(ADMINS, new Modification(ModificationType.DELETE, "member", ALICE));
  }

  /** Makes alice an admin, with an app password for the admin port, and returns its secret. */
  private String member() throws LDAPException {
    join();
    add(admin, FOR_ADMINS, "admin");
    return generate(admin, FOR_ADMINS);
  }

  private static void add(LDAPConnection by, String dn, String service) throws LDAPException {
    Entry entry = new Entry(dn);
    entry.addAttribute("objectClass", "latchkeyAppPassword");
    entry.addAttribute("cn", dn.substring("cn=".length(), dn.indexOf(',')));
    entry.addAttribute("latchkeyService", service);
    by.add(entry);
  }

  private static String generate(LDAPConnection by, String dn) throws LDAPException {
    PasswordModifyExtendedResult result =
        (PasswordModifyExtendedResult)
            by.processExtendedOperation(
                new PasswordModifyExtendedRequest(dn, (String) null, (String) null));
    if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
      throw new LDAPException(result);
    }
    return Objects.requireNonNull(result.getGeneratedPassword());
  }

  /** A connection that tells when the server has said why it ends it. */
  private final class Ending implements AutoCloseable {
    private final LDAPConnection connection;
    private final CompletableFuture<DisconnectType> ended = new CompletableFuture<>();

    Ending(String dn, String secret) throws LDAPException {
      connection = fixture.connect();
      connection.getConnectionOptions();
      var options = connection.getConnectionOptions();
      options.setDisconnectHandler((of, host, port, type, message, cause) -> ended.complete(type));
      connection.setConnectionOptions(options);
      connection.bind(dn, secret);
      assertEquals(1, connection.search(ALICE, SearchScope.BASE, "(uid=*)").getEntryCount());
    }

    void assertEnded() throws Exception {
      assertEquals(DisconnectType.SERVER_CLOSED_WITH_NOTICE, ended.get(30, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  private void assertRefused(DenialReason reason, String dn, String secret) throws Exception {
    try (LDAPConnection connection = fixture.connect()) {
      LDAPException refused =
          assertThrows(LDAPException.class, () -> connection.bind(dn, secret), dn);
      assertEquals(ResultCode.INVALID_CREDENTIALS, refused.getResultCode());
      assertEquals("wrong name or password", refused.getDiagnosticMessage());
      AuditEvent.SignInDecided last = lastSignIn();
      assertEquals(new SignInOutcome.Denied(reason), last.outcome());
      assertEquals(connection.getConnectedInetAddress(), last.request().client().getAddress());
      assertEquals(Service.ADMIN, last.service());
      // Whoever was refused is nobody.
      assertEquals(
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
          assertThrows(
                  LDAPException.class, () -> connection.search(ALICE, SearchScope.BASE, "(uid=*)"))
              .getResultCode());
    }
  }

  private AuditEvent.SignInDecided lastSignIn() {
    return fixture.audit().stream()
        .filter(AuditEvent.SignInDecided.class::isInstance)
        .map(AuditEvent.SignInDecided.class::cast)
        .reduce((before, last) -> last)
        .orElseThrow();
  }

  @Test
  void noPrimaryPasswordAndNoOtherServicesIsGoodHere() throws Exception {
    String secret = member();
    String mail = generate(admin, "cn=iPhone," + ALICE);
    assertRefused(DenialReason.NOT_AN_APP_PASSWORD, ALICE, "correct horse");
    assertRefused(DenialReason.WRONG_SERVICE, ALICE, mail);
    assertRefused(DenialReason.WRONG_PASSWORD, fixture.adminDn(), "correct horse");
    assertRefused(DenialReason.WRONG_PASSWORD, fixture.adminDn(), secret);
    assertRefused(DenialReason.UNKNOWN_ACCOUNT, "uid=bob,ou=people,dc=example,dc=org", secret);
    assertRefused(DenialReason.UNKNOWN_ACCOUNT, FOR_ADMINS, secret);
    assertRefused(DenialReason.UNKNOWN_ACCOUNT, "uid=admin,ou=system", secret);
    leave();
    assertRefused(DenialReason.NOT_AN_ADMIN, ALICE, secret);
  }

  @Test
  void aMemberIsAnAdminUnderTheNameThatTheAuditShows() throws Exception {
    String secret = member();
    try (Ending alice = new Ending("UID=Alice,ou=people,dc=example,dc=org", secret)) {
      assertEquals(1, fixture.sessions().of(alice().id()).size());
      alice.connection.modify(ALICE, new Modification(ModificationType.REPLACE, "sn", "A."));
      assertEquals(ALICE, fixture.changes().getLast().by());
      alice.connection.add("dn: ou=new,dc=example,dc=org", "objectClass: organizationalUnit");
      assertEquals(ALICE, ((AuditEvent.EntryChanged) fixture.audit().getLast()).by());
      // A renamed admin is the same admin, by the new name.
      admin.modifyDN(ALICE, "uid=alicia", true);
      alice.connection.delete("ou=new,dc=example,dc=org");
      assertEquals(
          "uid=alicia,ou=people,dc=example,dc=org",
          ((AuditEvent.EntryChanged) fixture.audit().getLast()).by());
    }
  }

  @Test
  void whatEndsTheRightEndsTheConnection() throws Exception {
    String secret = member();
    try (Ending alice = new Ending(ALICE, secret)) {
      leave();
      alice.assertEnded();
    }
    join();
    try (Ending alice = new Ending(ALICE, secret)) {
      admin.modify(ALICE, new Modification(ModificationType.REPLACE, "latchkeyDisabled", "TRUE"));
      alice.assertEnded();
    }
    admin.modify(ALICE, new Modification(ModificationType.REPLACE, "latchkeyDisabled"));
    try (Ending alice = new Ending(ALICE, secret)) {
      admin.modify(
          FOR_ADMINS, new Modification(ModificationType.REPLACE, "latchkeyService", "imap"));
      alice.assertEnded();
    }
    admin.modify(
        FOR_ADMINS, new Modification(ModificationType.REPLACE, "latchkeyService", "admin"));
    try (Ending alice = new Ending(ALICE, secret)) {
      admin.modifyDN(ADMINS, "cn=former", true);
      alice.assertEnded();
    }
    admin.modifyDN("cn=former,ou=groups,dc=example,dc=org", "cn=admins", true);
    try (Ending alice = new Ending(ALICE, secret)) {
      admin.delete(FOR_ADMINS);
      alice.assertEnded();
    }
    assertRefused(DenialReason.REVOKED, ALICE, secret);
    assertEquals(List.of(), List.copyOf(fixture.sessions().of(alice().id())));
  }

  @Test
  void onlyAMemberHasAnAppPasswordForThisPort() throws Exception {
    for (int i = 0; i < 2; i++) {
      LDAPException added =
          assertThrows(LDAPException.class, () -> add(admin, FOR_ADMINS, "admin"));
      assertEquals(ResultCode.CONSTRAINT_VIOLATION, added.getResultCode());
    }
    add(admin, "cn=iPhone," + ALICE, "imap");
    for (ModificationType type : List.of(ModificationType.ADD, ModificationType.REPLACE)) {
      LDAPException changed =
          assertThrows(
              LDAPException.class,
              () ->
                  admin.modify(
                      "cn=iPhone," + ALICE, new Modification(type, "latchkeyService", "ADMIN")));
      assertEquals(ResultCode.CONSTRAINT_VIOLATION, changed.getResultCode());
    }
    assertFalse(alice().appPasswords().getFirst().services().contains(Service.ADMIN));
  }

  /** A member's own is made with a second factor, in the portal; another member's is no concern. */
  @Test
  void aMemberMakesAndWidensNoneForThisPortHere() throws Exception {
    String secret = member();
    try (Ending alice = new Ending(ALICE, secret)) {
      List<LDAPException> refused = new ArrayList<>();
      refused.add(
          assertThrows(
              LDAPException.class, () -> add(alice.connection, "cn=More," + ALICE, "admin")));
      refused.add(assertThrows(LDAPException.class, () -> generate(alice.connection, FOR_ADMINS)));
      refused.add(
          assertThrows(
              LDAPException.class,
              () ->
                  alice.connection.modify(
                      FOR_ADMINS, new Modification(ModificationType.REPLACE, "latchkeyExpires"))));
      add(alice.connection, "cn=iPhone," + ALICE, "imap");
      refused.add(
          assertThrows(
              LDAPException.class,
              () ->
                  alice.connection.modify(
                      "cn=iPhone," + ALICE,
                      new Modification(ModificationType.ADD, "latchkeyService", "admin"))));
      for (LDAPException each : refused) {
        assertEquals(ResultCode.UNWILLING_TO_PERFORM, each.getResultCode(), each::toString);
      }
      alice.connection.delete(FOR_ADMINS);
    } catch (LDAPException signedOut) {
      // The answer to what revokes one's own comes behind the notice that it ends with.
      assertEquals(ResultCode.SERVER_DOWN, signedOut.getResultCode());
    }
    assertTrue(alice().appPassword(alice().appPasswords().getFirst().id()).isPresent());
  }

  @Test
  void theConfiguredAdminsSessionIsLiveAndAuditedTwice() throws Exception {
    int before = fixture.sessions().count();
    try (LDAPConnection again = fixture.bindAsAdmin()) {
      assertEquals(before + 1, fixture.sessions().count());
      assertTrue(lastSignIn().outcome() instanceof SignInOutcome.Granted);
      // Binding once more is the same session, and as nobody it is over.
      fixture.bind(again);
      assertEquals(before + 1, fixture.sessions().count());
      again.bind("", "");
      assertEquals(before, fixture.sessions().count());
    }
  }

  @Test
  void noSaslMechanismIsTaken() throws Exception {
    String secret = member();
    for (BindRequest each :
        List.<BindRequest>of(
            new PLAINBindRequest("dn:" + ALICE, secret),
            new PLAINBindRequest("dn:" + fixture.adminDn(), secret),
            new com.unboundid.ldap.sdk.EXTERNALBindRequest(),
            new com.unboundid.ldap.sdk.ANONYMOUSBindRequest(),
            new com.unboundid.ldap.sdk.CRAMMD5BindRequest("u:alice", secret))) {
      try (LDAPConnection connection = fixture.connect()) {
        LDAPException refused = assertThrows(LDAPException.class, () -> connection.bind(each));
        assertEquals(ResultCode.AUTH_METHOD_NOT_SUPPORTED, refused.getResultCode());
      }
    }
  }

  /** Refusals that are held for an hour take no thread, no lock and no other client's place. */
  @Test
  void heldRefusalsKeepNobodyWaiting() throws Exception {
    List<LDAPConnection> held = new ArrayList<>();
    try (DirectoryFixture patient = DirectoryFixture.start(elsewhere, Duration.ofMinutes(1))) {
      for (int i = 0; i < 40; i++) {
        LDAPConnection connection = patient.connect();
        held.add(connection);
        // A bind, with a search behind it that waits for it.
        String password = "wrong " + i;
        var _ =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    connection.bind(patient.adminDn(), password);
                  } catch (LDAPException refusedOrClosed) {
                    // Nobody looks at how it ends.
                  }
                },
                task -> Thread.ofVirtual().start(task));
      }
      while (patient.audit().size() < 40) {
        Thread.onSpinWait();
      }
      try (LDAPConnection right = patient.bindAsAdmin()) {
        right.add("dn: ou=more,dc=example,dc=org", "objectClass: organizationalUnit");
        assertEquals(
            1, right.search("dc=example,dc=org", SearchScope.SUB, "(ou=more)").getEntryCount());
      }
      held.forEach(LDAPConnection::close);
    }
  }

  /** What comes in behind a bind is done by whom it signs in, and by nobody before (§4.2.1). */
  @Test
  void whatComesBehindABindWaitsForIt() throws Exception {
    try (LDAPConnection connection = fixture.connect();
        Socket socket =
            new Socket(connection.getConnectedAddress(), connection.getConnectedPort())) {
      byte[] bind =
          new com.unboundid.ldap.protocol.LDAPMessage(
                  1,
                  new com.unboundid.ldap.protocol.BindRequestProtocolOp(
                      fixture.adminDn(), "the admin's password"))
              .encode()
              .encode();
      byte[] delete =
          new com.unboundid.ldap.protocol.LDAPMessage(
                  2, new com.unboundid.ldap.protocol.DeleteRequestProtocolOp(ALICE))
              .encode()
              .encode();
      OutputStream out = socket.getOutputStream();
      byte[] both = java.util.Arrays.copyOf(bind, bind.length + delete.length);
      System.arraycopy(delete, 0, both, bind.length, delete.length);
      out.write(both);
      var reader = new com.unboundid.asn1.ASN1StreamReader(socket.getInputStream());
      var first = com.unboundid.ldap.protocol.LDAPMessage.readFrom(reader, false);
      var second = com.unboundid.ldap.protocol.LDAPMessage.readFrom(reader, false);
      assertEquals(1, Objects.requireNonNull(first).getMessageID());
      assertEquals(0, first.getBindResponseProtocolOp().getResultCode());
      assertEquals(2, Objects.requireNonNull(second).getMessageID());
      assertEquals(0, second.getDeleteResponseProtocolOp().getResultCode());
    }
  }
}
