// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.latchkey.core.password.Secret;
import org.latchkey.core.upstream.UpstreamFailure;

/**
 * What is said to an upstream until it has taken a connection over: one state of a pure state
 * machine, which answers each event with the next state and one action. The first event is the
 * upstream's greeting.
 */
public interface UpstreamDialogue {
  /**
   * A line comes in.
   *
   * @param line without its line end, each octet a character
   */
  Turn on(String line);

  /** TLS is up, as {@link BeginTls} wanted; all that was said before is forgotten. */
  default Turn onTls() {
    throw new IllegalStateException("nobody asked for TLS");
  }

  /**
   * Whether it may speak unasked: whatever does, where each line answers a question, would be taken
   * for the answer to the next.
   *
   * @param first the octet that such a line begins with
   */
  default boolean mayComeUnasked(int first) {
    return false;
  }

  /** What an event leads to. */
  record Turn(UpstreamDialogue next, Action action) {
    /** Another line is to come. */
    public static Turn listen(UpstreamDialogue state) {
      return new Turn(state, new Listen());
    }

    /** A line is said, without its CRLF here. */
    public static Turn say(UpstreamDialogue next, String line) {
      byte[] octets = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
      return new Turn(next, new Say(Secret.takeOver(octets)));
    }

    /** The same, with a secret between, which is closed. */
    public static Turn say(UpstreamDialogue next, String before, Secret secret, String after) {
      byte[] head = before.getBytes(StandardCharsets.UTF_8);
      byte[] tail = (after + "\r\n").getBytes(StandardCharsets.UTF_8);
      try (secret) {
        byte[] octets = Arrays.copyOf(head, head.length + secret.length() + tail.length);
        System.arraycopy(secret.octets(), 0, octets, head.length, secret.length());
        System.arraycopy(tail, 0, octets, head.length + secret.length(), tail.length);
        return new Turn(next, new Say(Secret.takeOver(octets)));
      }
    }

    /** The upstream has the connection. */
    public static Turn ready(UpstreamDialogue state, String words) {
      return ready(state, words, List.of());
    }

    /** The same, where it has said what it can do. */
    public static Turn ready(UpstreamDialogue state, String words, List<String> offer) {
      return new Turn(state, new Ready(words, offer));
    }

    /** An upstream that can't be gone on with. */
    public static Turn failed(UpstreamDialogue state, UpstreamFailure reason, String detail) {
      return new Turn(state, new Failed(reason, detail));
    }
  }

  /** What is to be done. */
  sealed interface Action {}

  /** Another line is to come. */
  record Listen() implements Action {}

  /** Sends these octets, and closes them. */
  record Say(Secret octets) implements Action {}

  /** Begins TLS; what has come in behind the line that allowed it is an attack. */
  record BeginTls() implements Action {}

  /**
   * The upstream has taken the connection over.
   *
   * @param words what the client is to know of it, in the protocol's own form; may be empty
   * @param offer what it can do that other clients may hear of before they sign in, a keyword each
   *     with its parameters behind a space; empty where it hasn't said
   */
  record Ready(String words, List<String> offer) implements Action {
    public Ready {
      offer = List.copyOf(offer);
    }
  }

  /** It can't take it over. */
  record Failed(UpstreamFailure reason, String detail) implements Action {}
}
