// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** Asks a server's portal, the only door for primary passwords, whether one is right. */
public final class PrimaryPasswordCheck {
  private static final int RIGHT = 303;
  private static final int WRONG = 403;

  private PrimaryPasswordCheck() {}

  /**
   * Whether the portal takes it as the account's.
   *
   * @param tls trusts the server's certificate
   */
  public static boolean isRight(SSLContext tls, int port, String login, String password)
      throws Exception {
    try (HttpClient http =
        HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build()) {
      PortalVisitor visitor = new PortalVisitor(http, "https://" + TestServer.HOST + ":" + port);
      visitor.get("/portal/sign-in");
      Answer answer = PortalAtWork.givePassword(visitor, login, password);
      assertTrue(answer.status() == RIGHT || answer.status() == WRONG, answer::toString);
      return answer.status() == RIGHT;
    }
  }
}
