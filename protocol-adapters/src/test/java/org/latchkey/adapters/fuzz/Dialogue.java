// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.latchkey.adapters.HeldExecutor;
import org.latchkey.adapters.Scene;
import org.latchkey.adapters.TestTls;
import org.latchkey.adapters.net.EmbeddedConnections;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.net.Protocol;
import org.latchkey.adapters.net.TlsMaterial;
import org.latchkey.config.Cidr;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.signin.SignInOutcome;

/**
 * Plays scripts against a protocol's whole pipeline, each in a scene of its own: {@code bob} signs
 * in with {@link #KNOWN}, which the seeds hold, and alice's app password is random.
 */
final class Dialogue {
  /** Bob's app password. */
  static final String KNOWN = "fuzzyfuzzyfuzzyfuzzyfuzzz";

  private static final TlsMaterial TLS = TestTls.material();
  private static final InetSocketAddress TRUSTED = client("192.0.2.1");
  private static final InetSocketAddress STRANGER = client("198.51.100.1");
  private static final NetworkSettings SETTINGS =
      new NetworkSettings(
          List.of(Cidr.parse("192.0.2.0/24")),
          List.of(),
          10,
          10,
          Duration.ofMinutes(1),
          65_536,
          Duration.ofMinutes(31));

  /** A command of 64 KiB and the read behind it, in a buffer that grows by doubling. */
  private static final int MOST_PENDING_BYTES = (128 + 16) * 1024;

  private static final LoggedErrors ERRORS = new LoggedErrors();

  private final Function<Scene, Protocol> door;

  Dialogue(Function<Scene, Protocol> door) {
    this.door = door;
  }

  private static InetSocketAddress client(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 40_000);
  }

  /** All that the server answers. Fails where anything but that goes wrong. */
  byte[] play(Script script) {
    ERRORS.forget();
    byte[] answers = Cost.bounded(script.length(), () -> new Playing(script).play());
    ERRORS.assertNone();
    return answers;
  }

  /** One script being played. */
  private final class Playing {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final HeldExecutor lookUps = new HeldExecutor();
    private final EmbeddedChannel timer = new EmbeddedChannel();
    private final Scene scene = new Scene(lookUps, timer.eventLoop());
    private final AccountId bob = scene.add("bob", KNOWN);
    private final EmbeddedConnections connections =
        new EmbeddedConnections(door.apply(scene), TLS, SETTINGS);
    private final Script script;
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private final EmbeddedChannel channel;

    Playing(Script script) {
      this.script = script;
      InetSocketAddress client = script.protection() == Protection.NONE ? STRANGER : TRUSTED;
      channel = connections.connect(client, allocator);
    }

    byte[] play() {
      if (script.protection() == Protection.TLS) {
        channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
      }
      if (script.slowDirectory()) {
        lookUps.hold();
      }
      for (byte[] piece : script.pieces()) {
        send(piece);
      }
      if (!script.leaves()) {
        decideAll();
      }
      takeAnswers();
      channel.finishAndReleaseAll();
      decideAll();
      checkSignIns();
      assertEquals(0, scene.sessions().count(), "live sessions");
      assertEquals(0, connections.open(), "open connections");
      assertEquals(0, connections.pendingBytes(), "pending bytes");
      assertEquals(0, allocator.metric().usedHeapMemory(), "heap buffers");
      assertEquals(0, allocator.metric().usedDirectMemory(), "direct buffers");
      return answers.toByteArray();
    }

    private void send(byte[] piece) {
      decideAll();
      if (!channel.isOpen()) {
        return;
      }
      assertTrue(channel.config().isAutoRead(), "never read again");
      channel.writeInbound(allocator.buffer(piece.length).writeBytes(piece));
      takeAnswers();
      assertTrue(connections.pendingBytes() <= MOST_PENDING_BYTES, "too much pending");
    }

    /** Lets all sign-ins come to their ends: reads are held until they do. */
    private void decideAll() {
      do {
        lookUps.letGo();
        if (script.slowDirectory()) {
          lookUps.hold();
        }
        timer.runPendingTasks();
        channel.runPendingTasks();
      } while (lookUps.isHolding() || timer.hasPendingTasks() || channel.hasPendingTasks());
      takeAnswers();
    }

    private void takeAnswers() {
      ByteBuf next = channel.readOutbound();
      while (next != null) {
        byte[] octets = new byte[next.readableBytes()];
        next.readBytes(octets);
        next.release();
        answers.writeBytes(octets);
        next = channel.readOutbound();
      }
    }

    private void checkSignIns() {
      for (AuditEvent event : scene.events()) {
        if (event instanceof AuditEvent.SignInDecided decided) {
          assertNotEquals(Protection.NONE, script.protection(), "a password in clear text");
          if (decided.outcome() instanceof SignInOutcome.Granted granted) {
            assertEquals(bob, granted.account().id(), "who signed in");
          }
        }
      }
    }
  }
}
