// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.directory.server.ldap.handlers.extended.WhoAmIHandler;
import org.apache.directory.server.protocol.shared.transport.TcpTransport;
import org.apache.mina.core.filterchain.DefaultIoFilterChainBuilder;
import org.apache.mina.filter.codec.ProtocolCodecFactory;
import org.apache.mina.transport.socket.SocketAcceptor;
import org.latchkey.config.ListenerSettings;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.throttle.PendingMemory;
import org.latchkey.directory.embedded.EmbeddedDirectory;

/**
 * The admin LDAP port: ApacheDS's own server on MINA, with StartTLS, and LDAPS on the same port.
 * Clear text is for loopback only; on any other address a client has to use TLS before it may do
 * anything.
 */
public final class AdminPort implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int BACKLOG = 128;
  private static final List<String> TLS_VERSIONS = List.of("TLSv1.2", "TLSv1.3");
  private static final Duration BIND_DEADLINE = Duration.ofSeconds(60);

  private final LdapServer server = new GuardedServer();
  private final Parts parts;
  private final String keyStorePassword = new BigInteger(130, new SecureRandom()).toString(32);
  private final TcpTransport transport;
  private final TlsOnConnect tlsOnConnect;

  /**
   * What it is made of.
   *
   * @param certificates PEM file with the chain
   * @param key PEM file with its key
   * @param keyStore where a key store may be kept for ApacheDS
   * @param signIn decides the binds
   * @param sessions what those who have bound are signed in with
   * @param memory the budget of connections on which nobody has bound
   * @param timer ends connections on which nobody binds
   * @param stop drains and stops the whole server; returns at once
   */
  public record Parts(
      EmbeddedDirectory directory,
      PasswordChange passwordChange,
      SignIn signIn,
      LiveSessions sessions,
      Path certificates,
      Path key,
      Path keyStore,
      PendingMemory memory,
      ScheduledExecutorService timer,
      Runnable stop) {}

  private static final class GuardedServer extends LdapServer {
    @Override
    public ProtocolCodecFactory getProtocolCodecFactory() {
      return new GuardedCodec(this, super.getProtocolCodecFactory());
    }
  }

  /**
   * Starts listening.
   *
   * @throws IOException when the address is taken or the certificate can't be used
   */
  public AdminPort(ListenerSettings listener, Parts parts) throws IOException {
    this.parts = parts;
    writeKeyStore();
    server.setServiceName("admin");
    server.setDirectoryService(parts.directory().service());
    server.setKeystoreFile(parts.keyStore().toString());
    server.setCertificatePassword(keyStorePassword);
    InetSocketAddress address = listener.socketAddress();
    transport =
        new TcpTransport(
            address.getAddress().getHostAddress(), address.getPort(), THREADS, BACKLOG);
    transport.setEnabledProtocols(TLS_VERSIONS);
    server.setTransports(transport);
    server.setConfidentialityRequired(!address.getAddress().isLoopbackAddress());
    try {
      server.addExtendedOperationHandler(new SafeStartTlsHandler(TLS_VERSIONS));
      server.addExtendedOperationHandler(new WhoAmIHandler());
      server.addExtendedOperationHandler(new PasswordModifyHandler(parts.passwordChange()));
      server.addExtendedOperationHandler(
          new ShutdownHandler(parts.directory().admin(), parts.stop()));
      server.start();
      tlsOnConnect = new TlsOnConnect(server, TLS_VERSIONS);
    } catch (Exception e) {
      throw new IOException("the admin port can't listen on " + address + ": " + e.getMessage(), e);
    }
    DefaultIoFilterChainBuilder chain = acceptor().getFilterChain();
    chain.addBefore("executor", "door", door());
    chain.addFirst(TlsOnConnect.NAME, tlsOnConnect);
    chain.addFirst("pendingMemory", new PendingFilter(server, parts.memory()));
    chain.addFirst("bindDeadline", new BindDeadline(server, parts.timer(), BIND_DEADLINE));
  }

  private Door door() {
    parts.directory().admin().signedInBy(parts.sessions());
    return new Door(
        new Door.Parts(
            server, parts.directory().admin(), parts.signIn(), parts.sessions(), baseDn()));
  }

  private Dn baseDn() {
    return parts.directory().base();
  }

  private SocketAcceptor acceptor() {
    return transport.getAcceptor();
  }

  private void writeKeyStore() throws IOException {
    PemKeyStore.write(
        parts.certificates(), parts.key(), parts.keyStore(), keyStorePassword.toCharArray());
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return acceptor().getLocalAddress();
  }

  /**
   * Serves the certificate that is in the files now to connections from now on.
   *
   * @throws IOException when it can't be used; the old one is kept
   */
  public void reloadTls() throws IOException {
    writeKeyStore();
    try {
      server.reloadSslContext();
      tlsOnConnect.reload();
    } catch (Exception e) {
      throw new IOException("the certificate can't be used: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
