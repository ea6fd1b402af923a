// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.latchkey.app.cli.ServerOptions.Security;
import org.latchkey.app.cli.ServerOptions.Target;

/** Opens connections to the admin port. */
final class Connector {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

  private Connector() {}

  /**
   * Connects and binds as the admin.
   *
   * @throws LDAPException when the server can't be reached or doesn't know the admin
   */
  static Directory connect(Target target) throws LDAPException, CommandException {
    byte[] password = PasswordFile.read(target.bindPasswordFile());
    LDAPConnection connection;
    try {
      connection = open(target);
    } catch (LDAPException e) {
      throw new CommandException(
          ExitCode.UNAVAILABLE,
          "the server at %s:%d can't be reached: %s"
              .formatted(target.host(), target.port(), LdapFailure.reason(e)),
          e);
    }
    try {
      String base = base(connection.getRootDSE());
      connection.bind(new SimpleBindRequest(target.bindDn().orElse("cn=admin," + base), password));
      return new Directory(connection, new DN(base));
    } catch (LDAPException | CommandException e) {
      connection.close();
      throw e;
    }
  }

  private static LDAPConnection open(Target target) throws LDAPException, CommandException {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setConnectTimeoutMillis((int) CONNECT_TIMEOUT.toMillis());
    options.setResponseTimeoutMillis(RESPONSE_TIMEOUT.toMillis());
    options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
    if (target.security() == Security.TLS) {
      return new LDAPConnection(
          trusting(target).getSocketFactory(), options, target.host(), target.port());
    }
    LDAPConnection connection = new LDAPConnection(options, target.host(), target.port());
    if (target.security() == Security.START_TLS) {
      try {
        ExtendedResult result =
            connection.processExtendedOperation(new StartTLSExtendedRequest(trusting(target)));
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
          throw new LDAPException(result);
        }
      } catch (LDAPException | CommandException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  private static SSLContext trusting(Target target) throws CommandException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      if (target.ca().isPresent()) {
        trust.init(certificates(target.ca().get()));
      } else {
        trust.init((KeyStore) null);
      }
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "the certificates of --ca can't be read: " + e.getMessage(), e);
    }
  }

  private static KeyStore certificates(Path pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + store.size(), each);
      }
    }
    return store;
  }

  /** Where the accounts are: what isn't the directory's own. */
  static String base(@Nullable RootDSE root) throws CommandException {
    String[] contexts = root == null ? null : root.getNamingContextDNs();
    for (String context : contexts == null ? new String[0] : contexts) {
      if (!context.matches("(?i)ou=(system|schema|config)|cn=schema|")) {
        return context;
      }
    }
    throw CommandException.unavailable("the server holds no accounts: it names no base");
  }
}
