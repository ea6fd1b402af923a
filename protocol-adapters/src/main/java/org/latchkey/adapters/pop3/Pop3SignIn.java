// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.pop3;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.signin.SignInDialogue;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.Step;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;

/** A connection's sign-in, as the {@link Pop3Dialogue} has it. */
final class Pop3SignIn implements SignInDialogue {
  private static final Reply INJECTED =
      Reply.lines("-ERR Nothing may follow STLS before TLS is up");
  private static final Reply SIGNED_OUT = Reply.lines("-ERR [AUTH] Signed out");
  private static final Reply STOPPING = Reply.lines("-ERR [SYS/TEMP] The server is stopping");

  private final Supplier<Optional<List<String>>> offer;

  /**
   * @param offer what the upstreams can do; empty while none has said
   */
  Pop3SignIn(Supplier<Optional<List<String>>> offer) {
    this.offer = offer;
  }

  @Override
  public Service service() {
    return Service.POP3;
  }

  @Override
  public Step on(Waiting state, Line command, Protection protection) {
    return Pop3Dialogue.on(state, Pop3Command.parse(command), protection, offer.get());
  }

  @Override
  public Sendable broken(Frame.Fault fault) {
    return Reply.lines("-ERR " + fault.words());
  }

  @Override
  public Sendable injected() {
    return INJECTED;
  }

  /** The answer that the client waits for to its PASS or AUTH. */
  @Override
  public Sendable signedOut(SignOutReason reason) {
    return reason == SignOutReason.SERVER_STOPPING ? STOPPING : SIGNED_OUT;
  }

  @Override
  public UpstreamDialogue toUpstream(UpstreamIdentity identity) {
    return Pop3ToUpstream.start(identity);
  }

  @Override
  public Passage passage(String upstreamWords, LiveSession session) {
    return new Pop3Passage();
  }
}
