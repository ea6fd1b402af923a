// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Transport;
import org.latchkey.config.UpstreamSettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.signin.SignInOutcome.Granted;
import org.latchkey.core.token.TokenSigner;
import org.latchkey.core.upstream.UpstreamAddress;
import org.latchkey.core.upstream.UpstreamFailure;

/**
 * The real server behind one service: where it is for each account, and how a connection gets to
 * it. Safe for use by many threads.
 */
public final class Upstream implements AutoCloseable {
  /** The same bounds as a client's connection has, whose memory this one shares. */
  private static final WriteBufferWaterMark UNWRITTEN = new WriteBufferWaterMark(16_384, 65_536);

  /** Large, since an upstream sends what is in mailboxes. */
  private static final AdaptiveRecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(512, 2048, 131_072);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  /** How long what a sign-in tells nothing of is believed before it is asked for again. */
  private static final Duration PROBED_AGAIN = Duration.ofSeconds(10);

  private final Service service;
  private final UpstreamSettings settings;
  private final Proofs proofs;
  private final UpstreamTlsContext tls;
  private final Parts parts;
  private final Offers offers = new Offers();
  private volatile Probe.@Nullable Questions questions;
  private volatile boolean closed;
  private volatile long probedNanos = System.nanoTime();

  /** What upstreams of all services share. */
  public record Parts(Transport transport, SealedSecrets seals, TokenSigner tokens, Audit audit) {}

  private Upstream(Service service, UpstreamSettings settings, Parts parts) throws IOException {
    this.service = service;
    this.settings = settings;
    this.parts = parts;
    this.proofs = new Proofs(settings.signIn(), parts.seals(), parts.tokens());
    this.tls = new UpstreamTlsContext(settings.ca());
  }

  /**
   * The upstream of a service; empty where the settings name none.
   *
   * @throws IOException when a file that the settings name can't be used
   */
  public static Optional<Upstream> of(Service service, UpstreamSettings settings, Parts parts)
      throws IOException {
    return settings.host().isEmpty()
        ? Optional.empty()
        : Optional.of(new Upstream(service, settings, parts));
  }

  /** Takes the end of the way, on the client's event loop; not told when the client has gone. */
  public interface Arrival {
    /**
     * The upstream has taken the connection over.
     *
     * @param words what the client is to know of it, as the dialogue put it
     */
    void ready(UpstreamLeg leg, String words);

    /** It hasn't; the log says why. */
    void failed();
  }

  /**
   * Connects and signs in for a session that was granted. Called on the client's event loop, on
   * which all of it happens, and which it never blocks.
   *
   * @param dialogue makes the protocol's way of saying it
   */
  public void open(
      Connection client,
      Granted granted,
      Function<UpstreamIdentity, UpstreamDialogue> dialogue,
      Arrival arrival) {
    UpstreamTarget target = target(granted.account());
    Opening opening =
        new Opening(
            client,
            arrival,
            offer -> heard(target, offer),
            failed -> report(granted.session(), target, failed));
    Optional<UpstreamIdentity> identity = identity(client, granted, target);
    if (identity.isEmpty()) {
      opening.fail(
          UpstreamFailure.NOT_CONFIGURED,
          "the account has no user name or secret for it, or several names");
    } else {
      opening.begin(settings, target, this, dialogue.apply(identity.get()));
    }
  }

  /**
   * Has the upstream asked what it can do, now and again until it says so, and where its sign-in
   * tells nothing of that, after a sign-in too.
   *
   * @param dialogue makes the protocol's way of asking
   * @param goodbye the command that ends a connection, without its CRLF
   */
  public void learn(Function<UpstreamIdentity, UpstreamDialogue> dialogue, String goodbye) {
    questions = new Probe.Questions(dialogue, goodbye);
    probe(FIRST_RETRY);
  }

  /**
   * What a client may be offered before its sign-in: what all upstreams of the service have said.
   * Empty while none has.
   */
  public Optional<List<String>> offer() {
    return offers.common();
  }

  private void probe(Duration retry) {
    Probe.Questions asked = questions;
    if (asked == null || closed) {
      return;
    }
    EventLoop loop = parts.transport().workers().next();
    UpstreamTarget target = new UpstreamTarget(settings.host().orElseThrow(), settings.port());
    Probe probe =
        new Probe(
            loop,
            asked,
            offer -> {
              offer.ifPresent(said -> offers.heard(target.toString(), said));
              if (offers.common().isEmpty() && !closed && !loop.isShuttingDown()) {
                Duration next = retry.multipliedBy(2);
                var _ =
                    loop.schedule(
                        () -> probe(next.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : next),
                        retry.toMillis(),
                        TimeUnit.MILLISECONDS);
              }
            });
    loop.execute(() -> probe.begin(settings, target, this));
  }

  private void heard(UpstreamTarget target, List<String> offer) {
    if (!offer.isEmpty()) {
      offers.heard(target.toString(), offer);
    } else if (System.nanoTime() - probedNanos > PROBED_AGAIN.toNanos()) {
      probedNanos = System.nanoTime();
      probe(FIRST_RETRY);
    }
  }

  private UpstreamTarget target(Account account) {
    UpstreamAddress own = account.upstreams().addresses().get(service);
    return own == null
        ? new UpstreamTarget(settings.host().orElseThrow(), settings.port())
        : new UpstreamTarget(own.host(), own.port().orElse(settings.port()));
  }

  private Optional<UpstreamIdentity> identity(
      Connection client, Granted granted, UpstreamTarget target) {
    Account account = granted.account();
    LiveSession session = granted.session();
    String audience = settings.signIn().audience().orElse(service.id() + "://" + target);
    return account
        .nameIn(settings.signIn().user())
        .filter(Upstream::isSayable)
        .flatMap(
            user ->
                proofs
                    .of(account, user, audience)
                    .map(
                        proof ->
                            new UpstreamIdentity(
                                user,
                                proof,
                                settings.tls(),
                                settings.announce(),
                                client.client(),
                                session.clientName(),
                                session.id())));
  }

  /** Nothing that could end a line or a SASL field goes to an upstream. */
  private static boolean isSayable(String user) {
    return !user.isEmpty() && user.chars().noneMatch(c -> c < ' ' || c == 0x7f);
  }

  private void report(LiveSession session, UpstreamTarget target, UpstreamDialogue.Failed failed) {
    parts
        .audit()
        .record(
            new AuditEvent.UpstreamFailed(
                session, target.toString(), failed.reason(), failed.detail()));
  }

  /** TLS for one connection. */
  SslHandler tls(Channel channel, UpstreamTarget target) {
    return tls.newHandler(channel.alloc(), target.host(), target.port());
  }

  Bootstrap bootstrap() {
    return new Bootstrap()
        .channel(parts.transport().socketChannel())
        .resolver(parts.transport().resolver())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.timeout().toMillis())
        .option(ChannelOption.RECVBUF_ALLOCATOR, READS)
        .option(ChannelOption.ALLOCATOR, parts.transport().allocator())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNWRITTEN);
  }

  @Override
  public void close() {
    closed = true;
    tls.close();
  }
}
