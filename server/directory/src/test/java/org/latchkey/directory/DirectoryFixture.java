// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.SocketFactory;
import org.apache.directory.api.ldap.model.entry.DefaultAttribute;
import org.apache.directory.api.ldap.model.entry.DefaultModification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.latchkey.config.DirectorySettings;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.PrimaryPasswordSettings;
import org.latchkey.config.SignInSettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.HistoryStore;
import org.latchkey.core.directory.AccountCache;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.notice.NoticeQueue;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.AppPasswords;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.PrimaryPasswordChange;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.SealedSecret;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.Secret;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.PendingMemory;
import org.latchkey.core.throttle.Refusals;
import org.latchkey.core.throttle.Throttle;
import org.latchkey.directory.adminport.AdminPort;
import org.latchkey.directory.adminport.PasswordChange;
import org.latchkey.directory.embedded.EmbeddedDirectory;

/** An embedded directory with its admin port on a free port of loopback. */
public final class DirectoryFixture implements AutoCloseable {
  private static final String ADMIN_PASSWORD = "the admin's password";

  private final ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<DirectoryChange> changes = new CopyOnWriteArrayList<>();
  private final Path folder;
  private final EmbeddedDirectory directory;
  private final AdminPort port;
  private final Peppers peppers;
  private final SealedSecrets seals;
  private final AppPasswords appPasswords;
  private final LiveSessions sessions;
  private final List<AuditEvent> audit = new CopyOnWriteArrayList<>();

  private DirectoryFixture(Path folder, Duration refusalDelay) throws IOException {
    this.folder = folder;
    SecureRandom random = new SecureRandom();
    SequencedMap<String, byte[]> keys = new LinkedHashMap<>();
    keys.put("1", new byte[Peppers.KEY_BYTES]);
    peppers = new Peppers(keys);
    seals = new SealedSecrets(peppers, random);
    PrimaryPasswords primaryPasswords =
        new PrimaryPasswords(new PrimaryPasswordSettings(64, 1, 1, 8), random);
    directory =
        new EmbeddedDirectory(
            folder.resolve("directory"),
            new EmbeddedDirectory.Parts(
                new DirectorySettings("dc=example,dc=org", 1, 100),
                new AppPasswordRules(25),
                primaryPasswords,
                seals,
                ADMIN_PASSWORD,
                InstantSource.system(),
                true));
    directory.store().subscribe(changes::add);
    directory.onEntryChange((act, dn, by) -> audit.add(new AuditEvent.EntryChanged(act, dn, by)));
    RecentChanges recent = new RecentChanges();
    AccountCache accounts = new AccountCache(directory.store(), recent, 100);
    sessions = new LiveSessions(recent, audit::add, InstantSource.system());
    directory.store().subscribe(recent);
    directory.store().subscribe(accounts);
    directory.store().subscribe(sessions);
    appPasswords = new AppPasswords(directory.store(), peppers, random);
    TestCertificate.write(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    port =
        new AdminPort(
            new ListenerSettings(true, "127.0.0.1", 0),
            new AdminPort.Parts(
                directory,
                new PasswordChange(
                    directory.service(),
                    directory.admin(),
                    appPasswords,
                    new PrimaryPasswordChange(directory.store(), primaryPasswords)),
                signIn(random, accounts, refusalDelay),
                sessions,
                folder.resolve("certificate.pem"),
                folder.resolve("key.pem"),
                folder.resolve("admin.p12"),
                new PendingMemory(Runtime.getRuntime().maxMemory()),
                timer,
                () -> {}));
  }

  private SignIn signIn(SecureRandom random, AccountCache accounts, Duration refusalDelay) {
    SignInSettings settings =
        new SignInSettings(refusalDelay, refusalDelay, 1000, 1000, Duration.ofMinutes(1));
    return new SignIn(
        new SignIn.Parts(
            accounts,
            peppers,
            new LastUses(directory.store(), settings.lastUseInterval()),
            sessions,
            new Throttle(settings, Ticker.systemTicker()),
            new Fingerprints(random),
            new Refusals(settings, timer),
            audit::add,
            InstantSource.system()),
        lookUps);
  }

  /** What seals its upstreams' secrets. */
  public SealedSecrets seals() {
    return seals;
  }

  /** Where everything of it is. */
  public Path folder() {
    return folder;
  }

  public static DirectoryFixture start(Path folder) throws IOException {
    return start(folder, Duration.ofMillis(20));
  }

  /**
   * @param refusalDelay how long every refused bind is held back
   */
  public static DirectoryFixture start(Path folder, Duration refusalDelay) throws IOException {
    return new DirectoryFixture(folder, refusalDelay);
  }

  public LDAPConnection connect() throws LDAPException {
    return new LDAPConnection("127.0.0.1", port.address().getPort());
  }

  public LDAPConnection connect(SocketFactory sockets) throws LDAPException {
    return new LDAPConnection(sockets, "127.0.0.1", port.address().getPort());
  }

  public LDAPConnection bindAsAdmin() throws LDAPException {
    LDAPConnection connection = connect();
    bind(connection);
    return connection;
  }

  /** Binds as the configured admin. */
  public BindResult bind(LDAPConnection connection) throws LDAPException {
    return connection.bind(adminDn(), ADMIN_PASSWORD);
  }

  /** What happened at the door and to entries that are no accounts. */
  public List<AuditEvent> audit() {
    return audit;
  }

  /** Who is signed in. */
  public LiveSessions sessions() {
    return sessions;
  }

  public String adminDn() {
    return directory.admin().dn();
  }

  public DirectoryStore store() {
    return directory.store();
  }

  public HistoryStore history() {
    return directory.history();
  }

  public AppPasswords appPasswords() {
    return appPasswords;
  }

  public NoticeQueue notices() {
    return directory.notices();
  }

  public List<DirectoryChange> changes() {
    return changes;
  }

  /** Whether one of the account's app passwords has this secret. */
  public boolean isGood(Account account, String shown) {
    try (Secret typed = Secret.takeOver(shown.getBytes(StandardCharsets.US_ASCII));
        Secret canonical = AppPasswordFormat.canonical(typed).orElseThrow()) {
      Peppers.Check check = peppers.check(account.id(), canonical);
      return account.appPasswords().stream()
          .flatMap(each -> each.tag().stream())
          .anyMatch(check::matches);
    }
  }

  /** What the account signs in to its upstreams with. */
  public String upstreamSecret(Account account) {
    SealedSecret sealed = account.upstreams().secret().orElseThrow();
    try (Secret secret = seals.open(account.id(), sealed).orElseThrow()) {
      return new String(secret.octets(), StandardCharsets.UTF_8);
    }
  }

  /** Sets one attribute of an entry as the server itself does, past the rules for clients. */
  public void setAsServer(String dn, String attribute, String value) throws LdapException {
    byte[] octets = value.getBytes(StandardCharsets.UTF_8);
    directory
        .service()
        .getAdminSession()
        .modify(
            new Dn(directory.service().getSchemaManager(), dn),
            new DefaultModification(
                ModificationOperation.REPLACE_ATTRIBUTE, new DefaultAttribute(attribute, octets)));
  }

  @Override
  public void close() throws IOException {
    port.close();
    directory.close();
    timer.shutdownNow();
    lookUps.close();
  }
}
