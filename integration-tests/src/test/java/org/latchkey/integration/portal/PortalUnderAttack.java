// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.latchkey.integration.SharedServer;
import org.latchkey.integration.TestServer;

/** The portal of the shared server, and its audit: whatever is done to it, it logs no error. */
@ExtendWith(SharedServer.class)
abstract class PortalUnderAttack {
  final TestServer server;
  final PortalAtWork portal;
  final PortalAudit audit = new PortalAudit();

  PortalUnderAttack(TestServer server) {
    this.server = server;
    portal = new PortalAtWork(server);
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), audit.errors());
    audit.close();
    portal.close();
  }
}
