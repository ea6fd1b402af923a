// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Farewell;
import org.latchkey.adapters.net.Protocol;
import org.latchkey.adapters.net.TestConnections;

final class FrameDecoderTest {
  private final List<String> seen = new ArrayList<>();
  private Optional<FrameDecoder> made = Optional.empty();

  /** Writes lines down, and pauses at each that says so. */
  private final class Lines implements Protocol {
    @Override
    public void start(Connection connection) {
      FrameDecoder decoder = new FrameDecoder(connection, new LineFraming(1000));
      made = Optional.of(decoder);
      connection
          .channel()
          .pipeline()
          .addLast(
              decoder,
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                  switch (message) {
                    case Line line -> received(ctx, line.text(0, line.length()));
                    case ByteBuf rest -> {
                      seen.add("bytes: " + rest.toString(StandardCharsets.US_ASCII));
                      rest.release();
                    }
                    default -> seen.add(String.valueOf(message));
                  }
                }

                private void received(ChannelHandlerContext ctx, String line) {
                  seen.add(line + decoder().waitingBytes());
                  switch (line) {
                    case "pause" -> decoder().pause();
                    case "pause-and-resume" -> {
                      decoder().pause();
                      decoder().resume();
                    }
                    case "hand-over" -> ctx.pipeline().remove(decoder());
                    case "end" -> connection.end(Unpooled.EMPTY_BUFFER);
                    default -> {}
                  }
                }
              });
    }

    @Override
    public ByteBuf farewell(Farewell why, ByteBufAllocator allocator) {
      return Unpooled.copiedBuffer(why.name(), StandardCharsets.US_ASCII);
    }
  }

  private FrameDecoder decoder() {
    return made.orElseThrow();
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private EmbeddedChannel open() {
    return new TestConnections(TestConnections.settings(1, 1, 16)).open(new Lines());
  }

  @Test
  void pausedItHoldsEverythingBack() {
    EmbeddedChannel channel = open();
    channel.writeInbound(text("a\r\npause\r\nb\r\n"));
    channel.writeInbound(text("c\r\n"));
    assertEquals(List.of("a10", "pause3"), seen);
    decoder().resume();
    assertEquals(List.of("a10", "pause3", "b3", "c0"), seen);
  }

  @Test
  void resumedWhileItHandsOnItGoesOnInOrder() {
    EmbeddedChannel channel = open();
    channel.writeInbound(text("pause-and-resume\r\nb\r\nc\r\n"));
    assertEquals(List.of("pause-and-resume6", "b3", "c0"), seen);
  }

  @Test
  void afterTheLastWordsNothingIsLookedAt() {
    EmbeddedChannel channel = open();
    channel.writeInbound(text("end\r\nb\r\n"));
    assertEquals(List.of("end3"), seen);
    assertFalse(channel.isOpen());
  }

  @Test
  void whatWaitsGoesOnAsBytesWhenItIsRemoved() {
    EmbeddedChannel channel = open();
    channel.writeInbound(text("hand-over\r\nb\r\nc"));
    assertEquals(List.of("hand-over4", "bytes: b\r\nc"), seen);
    channel.writeInbound(text("d"));
    assertEquals(List.of("hand-over4", "bytes: b\r\nc", "bytes: d"), seen);
  }

  @Test
  void whatIsHeldCountsAgainstTheBudget() {
    TestConnections connections = new TestConnections(TestConnections.settings(2, 2, 24));
    EmbeddedChannel other = connections.open(new Lines());
    EmbeddedChannel channel = connections.open(new Lines());
    channel.writeInbound(Unpooled.buffer(17_000).writeBytes(text("no end of line")));
    channel.runPendingTasks();
    ByteBuf farewell = channel.readOutbound();
    assertEquals("TOO_MUCH_PENDING", farewell.toString(StandardCharsets.US_ASCII));
    farewell.release();
    assertFalse(channel.isOpen());
    assertTrue(other.isOpen());
    other.close().syncUninterruptibly();
  }

  @Test
  void bufferOfAClientWhoseReadsEndInMidLineDoesNotGrow() {
    EmbeddedChannel channel = open();
    // Fewer than there may be before a sign-in, and many times the budget together.
    for (int i = 0; i < 90; i++) {
      channel.writeInbound(text("b\r\n" + "a".repeat(900)));
    }
    channel.runPendingTasks();
    assertTrue(channel.isOpen());
    assertEquals(90, seen.size());
    channel.close().syncUninterruptibly();
  }

  @Test
  void nothingIsHeldOfALineThatIsWhole() {
    EmbeddedChannel channel = open();
    ByteBuf whole = text("a\r\n");
    channel.writeInbound(whole);
    assertEquals(0, whole.refCnt());
    ByteBuf half = text("a");
    channel.writeInbound(half);
    assertEquals(1, half.refCnt());
    channel.close().syncUninterruptibly();
    assertEquals(0, half.refCnt());
  }

  @Test
  void nothingStaysInTheBufferOfALineThatWasTaken() {
    EmbeddedChannel channel = open();
    ByteBuf both = text("secret\r\nrest");
    channel.writeInbound(both);
    assertEquals("\0\0\0\0\0\0\r\nrest", both.toString(0, 12, StandardCharsets.US_ASCII));
    channel.close().syncUninterruptibly();
  }
}
