// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import java.io.IOException;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestServer;

/** A phone's mail app over IMAP, which says its name and stays connected. */
final class ImapApp implements AutoCloseable {
  static final String NAME = "Pocket Mail";

  private final LineClient client;
  private final String answer;

  private ImapApp(LineClient client, String answer) {
    this.client = client;
    this.answer = answer;
  }

  /**
   * Tries to sign in with what somebody read on the portal, and says its name after that, as iOS
   * does.
   */
  static ImapApp signIn(TestServer server, TestAccount account, String appPassword)
      throws IOException {
    LineClient client = LineClient.openTls(server.ports().imaps(), server.tls());
    client.line();
    String plain = LineClient.plain(account.login(), appPassword);
    ImapApp app = new ImapApp(client, client.imap("a", "AUTHENTICATE PLAIN " + plain));
    if (app.isSignedIn()) {
      client.imap("b", "ID (\"name\" \"" + NAME + "\")");
    }
    return app;
  }

  boolean isSignedIn() {
    return answer.startsWith("a OK");
  }

  /** What the server says when it ends the session; waits for it. */
  String goodbye() throws IOException {
    return client.lineUntil(line -> line.startsWith("* BYE"));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
