// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PLAINBindRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedResult;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** UnboundID's LDAP SDK. */
final class LdapClients {
  private enum Security {
    CLEAR,
    START_TLS,
    LDAPS
  }

  private LdapClients() {}

  static void addTo(Map<String, SignInClient> clients, TestServer server) {
    clients.put("UnboundID simple in clear", new Simple(server, Security.CLEAR, "ldap"));
    clients.put("UnboundID simple StartTLS", new Simple(server, Security.START_TLS, "ldap"));
    clients.put("UnboundID simple LDAPS", new Simple(server, Security.LDAPS, "ldap"));
    clients.put("UnboundID simple LDAPS ou=imap", new Simple(server, Security.LDAPS, "imap"));
    clients.put("UnboundID SASL PLAIN StartTLS", new SaslPlain(server, Security.START_TLS));
    clients.put("UnboundID SASL PLAIN LDAPS", new SaslPlain(server, Security.LDAPS));
  }

  private static LDAPConnection connect(TestServer server, Security security) throws LDAPException {
    return switch (security) {
      case CLEAR -> TestServer.connect(server.ports().ldap());
      case START_TLS -> startTls(server, server.ports().ldap());
      case LDAPS ->
          new LDAPConnection(
              server.tls().getSocketFactory(), TestServer.HOST, server.ports().ldaps());
    };
  }

  /** A connection to one of the LDAP ports on which TLS was started. */
  static LDAPConnection startTls(TestServer server, int port) throws LDAPException {
    return startTls(server.tls(), port);
  }

  /** In synchronous mode: else it is told of success a moment before it has its TLS session. */
  static LDAPConnection startTls(SSLContext tls, int port) throws LDAPException {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setUseSynchronousMode(true);
    LDAPConnection connection = new LDAPConnection(options, TestServer.HOST, port);
    ExtendedResult result = connection.processExtendedOperation(new StartTLSExtendedRequest(tls));
    if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
      connection.close();
      throw new LDAPException(result);
    }
    return connection;
  }

  private static Optional<String> bind(LDAPConnection connection, BindRequest request)
      throws LDAPException {
    try (connection) {
      BindResult bound = connection.bind(request);
      if (!bound.getResultCode().equals(ResultCode.SUCCESS)) {
        throw new LDAPException(bound);
      }
      ExtendedResult who = connection.processExtendedOperation(new WhoAmIExtendedRequest());
      String authorization = String.valueOf(((WhoAmIExtendedResult) who).getAuthorizationID());
      if (!authorization.startsWith("dn:uid=")) {
        throw new AssertionError("bound as " + authorization);
      }
      return Optional.empty();
    } catch (LDAPException refused) {
      if (!refused.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
        throw refused;
      }
      return Optional.of(
          "%d \"%s\" \"%s\""
              .formatted(
                  refused.getResultCode().intValue(),
                  refused.getDiagnosticMessage(),
                  refused.getMatchedDN()));
    }
  }

  private record Simple(TestServer server, Security security, String service)
      implements SignInClient {
    @Override
    public Optional<String> signIn(String name, String password) throws LDAPException {
      return bind(connect(server, security), new SimpleBindRequest(dnOf(name), password));
    }

    /** Accounts sign in with their mail address, whose first part is their uid. */
    private String dnOf(String name) {
      TestAccount account = TestAccount.of(name.substring(0, name.indexOf('@')));
      return service.equals("ldap") ? account.dn() : account.dnIn(service);
    }
  }

  private record SaslPlain(TestServer server, Security security) implements SignInClient {
    @Override
    public String service() {
      return "ldap";
    }

    @Override
    public Optional<String> signIn(String name, String password) throws LDAPException {
      return bind(connect(server, security), new PLAINBindRequest("u:" + name, password));
    }
  }
}
