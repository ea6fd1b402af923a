// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.net.Connection;
import org.latchkey.core.ldapguard.LdapGuard;
import org.latchkey.core.ldapguard.LdapGuard.Checked;
import org.latchkey.core.ldapguard.LdapOperation;
import org.latchkey.core.ldapguard.LimitExceededException;
import org.latchkey.core.ldapguard.MalformedPduException;

/**
 * Frames a connection's LDAP messages, has the guard check them, and hands them to the session one
 * at a time; what comes in while a bind is decided, or answers wait to be read, waits. Its fields
 * belong to the event loop.
 */
final class LdapHandler extends ByteToMessageDecoder {
  private static final Set<String> KNOWN_CONTROLS = Set.of(RootDse.MANAGE_DSA_IT);
  private static final LdapGuard BEFORE_BIND =
      new LdapGuard(LdapGuard.Limits.beforeBind(), KNOWN_CONTROLS);
  private static final LdapGuard AFTER_BIND =
      new LdapGuard(LdapGuard.Limits.afterBind(), KNOWN_CONTROLS);

  private final Connection connection;
  private final LdapSession session;
  private @Nullable ChannelHandlerContext context;
  private boolean decoding;

  LdapHandler(Connection connection, LdapSession.Parts parts) {
    this.connection = connection;
    session = new LdapSession(connection, parts, this::goOn);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (connection.ended()) {
      in.skipBytes(in.readableBytes());
    } else if (!session.isBinding() && ctx.channel().isWritable()) {
      decoding = true;
      try {
        decodeOne(in);
      } catch (MalformedPduException e) {
        session.disconnect(ResultCode.PROTOCOL_ERROR);
      } catch (RuntimeException e) {
        // A bug: not to be wrapped into a decoder's exception, which would be no news.
        connection.failed(e);
      } finally {
        decoding = false;
      }
    }
  }

  private void decodeOne(ByteBuf in) {
    LdapGuard guard = session.isBound() ? AFTER_BIND : BEFORE_BIND;
    ByteBuffer octets = in.nioBuffer();
    int length = guard.frame(octets);
    if (length < 0 || length > octets.remaining() || !connection.mayCommand()) {
      return;
    }
    int start = in.readerIndex();
    in.skipBytes(length);
    octets.limit(octets.position() + length);
    @Nullable Checked checked = null;
    try {
      checked = guard.check(octets);
      session.on(checked, octets, in.readableBytes());
    } catch (LimitExceededException e) {
      checked = e.request();
      session.exceeds(checked);
    } finally {
      if (checked != null && checked.operation() == LdapOperation.BIND) {
        // The password was in there.
        in.setZero(start, length);
      }
    }
  }

  /** A bind that took its time is decided: what has come in meanwhile is looked at. */
  private void goOn() {
    ChannelHandlerContext ctx = context;
    if (!decoding && ctx != null) {
      try {
        channelRead(ctx, Unpooled.EMPTY_BUFFER);
        channelReadComplete(ctx);
      } catch (Exception e) {
        connection.failed(e);
      }
    }
  }

  /** What a client doesn't read its answers to waits as well. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
    super.channelWritabilityChanged(ctx);
    if (ctx.channel().isWritable()) {
      ctx.executor().execute(this::goOn);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    connection.holding(actualReadableBytes());
    super.channelReadComplete(ctx);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof SslHandshakeCompletionEvent) {
      session.forget();
    }
    super.userEventTriggered(ctx, event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    session.forget();
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.failed(cause);
  }
}
