// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.util.List;

/**
 * Reads the answers of an upstream, strictly, and only while a request waits for one: whatever else
 * comes on the connection spoils it (RFC 9112 §9.2), so that nothing of one exchange is ever taken
 * for a part of the next. Interim answers come out as {@link Interim}, whatever their status (RFC
 * 9110 §15.2). Belongs to the event loop.
 */
final class AnswerDecoder extends HttpResponseDecoder {
  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int LEAST_STATUS = 100;
  private static final int MOST_STATUS = 599;

  private boolean waiting;
  private boolean toHead;
  private boolean untilClosed;
  private boolean closeNotified;
  private boolean spoilt;

  /** An answer before the answer: nothing of it is for the client but a 100. */
  record Interim(int status) {}

  AnswerDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEAD_BYTES)
            .setAllowDuplicateContentLengths(false)
            .setStrictLineParsing(true));
  }

  /**
   * A request is about to be sent.
   *
   * @param head whether it is a HEAD, whose answer has no body
   */
  void expect(boolean head) {
    waiting = true;
    toHead = head;
    untilClosed = false;
  }

  /** Whether octets have come that no request asked for. */
  boolean isSpoilt() {
    return spoilt;
  }

  /** Whether the end of the connection is that of the answer. */
  boolean isUntilClosed() {
    return untilClosed;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf octets, List<Object> out)
      throws Exception {
    if (!waiting) {
      spoil(context, octets);
      return;
    }
    int before = out.size();
    super.decode(context, octets, out);
    if (out.size() > before && out.get(before) instanceof HttpResponse head && isInterim(head)) {
      out.subList(before, out.size()).clear();
      out.add(new Interim(head.status().code()));
    } else if (out.size() > before && out.getLast() instanceof LastHttpContent) {
      waiting = false;
      if (octets.isReadable()) {
        spoil(context, octets);
      }
    }
  }

  private void spoil(ChannelHandlerContext context, ByteBuf octets) {
    octets.skipBytes(octets.readableBytes());
    spoilt = true;
    if (!waiting) {
      // What was read before is handed on first.
      context
          .executor()
          .execute(
              () -> {
                var _ = context.close();
              });
    }
  }

  private static boolean isInterim(HttpResponse head) {
    return head.decoderResult().isSuccess()
        && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  /** Asked of each head once it is read: what it throws makes the answer invalid. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    HttpResponse head = (HttpResponse) message;
    check(head);
    boolean empty = toHead || super.isContentAlwaysEmpty(head);
    HttpHeaders fields = head.headers();
    boolean chunked = fields.contains(HttpHeaderNames.TRANSFER_ENCODING);
    if (!empty && chunked && fields.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      throw new IllegalArgumentException("both a length and chunks");
    }
    untilClosed = !empty && !chunked && !fields.contains(HttpHeaderNames.CONTENT_LENGTH);
    return empty;
  }

  private static void check(HttpResponse head) {
    int status = head.status().code();
    if (head.protocolVersion().majorVersion() != 1
        || !"HTTP".equals(head.protocolVersion().protocolName())) {
      throw new IllegalArgumentException("not HTTP/1");
    }
    if (status < LEAST_STATUS || status > MOST_STATUS || status == 101) {
      throw new IllegalArgumentException("an answer that was not asked for: " + status);
    }
    List<String> codings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    boolean plain =
        codings.isEmpty()
            || (codings.size() == 1
                && codings.getFirst().equalsIgnoreCase("chunked")
                && head.protocolVersion().minorVersion() > 0);
    if (!plain) {
      throw new IllegalArgumentException("a coding other than chunks");
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == SslCloseCompletionEvent.SUCCESS) {
      closeNotified = true;
    }
    super.userEventTriggered(context, event);
  }

  /** Over TLS, the end of a connection that wasn't announced may be anybody's (RFC 9112 §9.8). */
  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf octets, List<Object> out)
      throws Exception {
    boolean cut =
        waiting
            && untilClosed
            && !closeNotified
            && context.pipeline().get(SslHandler.class) != null;
    if (!waiting) {
      return;
    }
    super.decodeLast(context, octets, out);
    if (cut && !out.isEmpty() && out.getLast() instanceof LastHttpContent) {
      out.removeLast();
      LastHttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
      end.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("cut off")));
      out.add(end);
    }
  }
}
