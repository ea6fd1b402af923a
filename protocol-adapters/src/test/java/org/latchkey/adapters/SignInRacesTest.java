// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latchkey.adapters.imap.ImapProtocol;
import org.latchkey.adapters.net.TestConnections;
import org.latchkey.core.audit.AuditEvent;

/** What happens while a sign-in is under way, one step at a time. */
final class SignInRacesTest {
  private static final String SIGNED_IN =
      "a OK [CAPABILITY IMAP4rev1 LITERAL- ID ENABLE IDLE NAMESPACE UNSELECT] Signed in\r\n";

  private final Scene.Later lookUps = new Scene.Later();
  private final Scene scene = new Scene(lookUps);
  private final EmbeddedChannel channel =
      new TestConnections().open(new ImapProtocol(scene.parts()));

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    scene.close();
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private void signIn() {
    said();
    send("a LOGIN alice " + scene.password() + "\r\n");
  }

  private String said() {
    StringBuilder said = new StringBuilder();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      said.append(next.toString(StandardCharsets.US_ASCII));
      next.release();
    }
    return said.toString();
  }

  @Test
  void whileASignInIsUnderWayNothingIsReadOrAnswered() {
    signIn();
    send("b NOOP\r\n");
    assertEquals("", said());
    assertFalse(channel.config().isAutoRead());
    lookUps.runAll();
    channel.runPendingTasks();
    assertEquals(SIGNED_IN + "b OK Completed\r\n", said());
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void aSessionIsClosedOnceWhenItsConnectionGoes() {
    signIn();
    lookUps.runAll();
    channel.runPendingTasks();
    assertEquals(1, scene.sessions().count());
    channel.close().syncUninterruptibly();
    assertEquals(0, scene.sessions().count());
    assertEquals(1, scene.count(AuditEvent.SessionClosed.class));
  }

  @Test
  void aClientThatGoesInMidSignInLeavesNoSession() {
    signIn();
    channel.close().syncUninterruptibly();
    lookUps.runAll();
    channel.runPendingTasks();
    assertEquals(0, scene.sessions().count());
    assertEquals(1, scene.count(AuditEvent.SessionClosed.class));
  }

  @Test
  void aRevocationBeforeTheDecisionIsARefusal() {
    signIn();
    scene.revoke();
    lookUps.runAll();
    assertEquals(0, scene.sessions().count());
  }

  @Test
  void aRevocationBetweenDecisionAndAnswerEndsIt() {
    signIn();
    lookUps.runAll();
    scene.revoke();
    channel.runPendingTasks();
    assertEquals(SIGNED_IN + "* BYE Signed out\r\n", said());
    assertFalse(channel.isOpen());
    assertEquals(0, scene.sessions().count());
    assertEquals(0, scene.count(AuditEvent.SessionClosed.class));
  }

  @Test
  void theSecondSignInIsDecidedOnTheSpot() {
    signIn();
    lookUps.runAll();
    channel.runPendingTasks();
    EmbeddedChannel second = new TestConnections().open(new ImapProtocol(scene.parts()));
    second.writeInbound(
        Unpooled.copiedBuffer(
            "a LOGIN alice " + scene.password() + "\r\n", StandardCharsets.US_ASCII));
    assertEquals(2, scene.sessions().count());
    second.finishAndReleaseAll();
  }
}
