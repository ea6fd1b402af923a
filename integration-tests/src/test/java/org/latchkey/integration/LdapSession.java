// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import java.util.concurrent.CompletableFuture;

/** A bound LDAP connection over TLS. */
final class LdapSession implements LiveClient {
  private final CompletableFuture<Goodbye> goodbye = new CompletableFuture<>();
  private final LDAPConnection connection;

  LdapSession(TestServer server, TestAppPassword with) throws LDAPException {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setUseSynchronousMode(false);
    options.setUnsolicitedNotificationHandler(
        (from, notification) -> ended(notification.getOID() + " " + code(notification)));
    options.setDisconnectHandler((from, host, port, type, message, cause) -> ended("closed"));
    connection =
        new LDAPConnection(
            server.tls().getSocketFactory(), options, TestServer.HOST, server.ports().ldaps());
    connection.bind(with.account().dn(), with.secret());
  }

  private static int code(ExtendedResult notification) {
    return notification.getResultCode().intValue();
  }

  private void ended(String words) {
    goodbye.complete(new Goodbye(words, System.nanoTime()));
  }

  @Override
  public String name() {
    return "LDAP";
  }

  @Override
  public String service() {
    return "ldap";
  }

  /** Notice of Disconnection (RFC 4511 section 4.4.1): unavailable. */
  @Override
  public String lastWords() {
    return "1.3.6.1.4.1.1466.20036 52";
  }

  @Override
  public CompletableFuture<Goodbye> goodbye() {
    return goodbye;
  }

  @Override
  public boolean isSignedIn() {
    try {
      return connection
          .processExtendedOperation(new WhoAmIExtendedRequest())
          .getResultCode()
          .equals(ResultCode.SUCCESS);
    } catch (LDAPException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
