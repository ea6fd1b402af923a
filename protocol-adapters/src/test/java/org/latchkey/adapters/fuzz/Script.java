// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.latchkey.adapters.net.Protection;

/**
 * What a client does, read from a fuzzer's input: its first octet says how (a sum of {@code @} and
 * the constants here), its second where the rest is cut into pieces, the rest is what is sent.
 */
final class Script {
  private static final int TRUSTED = 2;
  private static final int STRANGER = 3;
  private static final int SLOW_DIRECTORY = 4;
  private static final int FLOOD = 8;
  private static final int LEAVES = 16;
  private static final int REPAIRED = 32;

  private static final int WHOLE = '0';
  private static final int OCTET_BY_OCTET = '1';
  private static final int HEADER = 2;

  /** The largest read of a real connection. */
  private static final int LARGEST_PIECE = 16_384;

  private static final int FLOOD_PIECES = 12;
  private static final int FLOOD_OCTETS = 64;

  private final int how;
  private final int cut;
  private final byte[] octets;

  private Script(int how, int cut, byte[] octets) {
    this.how = how;
    this.cut = cut;
    this.octets = octets;
  }

  static Script of(byte[] input) {
    int how = input.length > 0 ? input[0] : '@';
    int cut = input.length > 1 ? input[1] & 0xff : WHOLE;
    byte[] rest = Arrays.copyOfRange(input, Math.min(HEADER, input.length), input.length);
    return new Script(how, cut, (how & REPAIRED) != 0 ? RepairedBer.of(rest) : rest);
  }

  /** The same, with nothing cut. */
  Script whole() {
    return new Script(how, WHOLE, octets);
  }

  /** How many octets are sent in all. */
  int length() {
    return pieces().stream().mapToInt(piece -> piece.length).sum();
  }

  /** What protects the connection from the start. */
  Protection protection() {
    return switch (how & 3) {
      case TRUSTED -> Protection.TRUSTED_NETWORK;
      case STRANGER -> Protection.NONE;
      default -> Protection.TLS;
    };
  }

  /** Whether each look-up takes a while. */
  boolean slowDirectory() {
    return (how & SLOW_DIRECTORY) != 0;
  }

  /** Whether the client goes as soon as it has sent all, whatever is under way. */
  boolean leaves() {
    return (how & LEAVES) != 0;
  }

  /**
   * Whether where it is cut must make no difference: not in clear text, where it decides whether
   * something came in behind STARTTLS.
   */
  boolean isSameWhole() {
    return cut != WHOLE && !leaves() && protection() == Protection.TLS;
  }

  /** What is sent, piece by piece; a flood goes on with the last octets again and again. */
  List<byte[]> pieces() {
    List<byte[]> pieces = new ArrayList<>();
    Random sizes = new Random(cut);
    int at = 0;
    while (at < octets.length) {
      int size =
          switch (cut) {
            case WHOLE -> LARGEST_PIECE;
            case OCTET_BY_OCTET -> 1;
            default -> 1 + sizes.nextInt(cut + 1);
          };
      int end = Math.min(octets.length, at + size);
      pieces.add(Arrays.copyOfRange(octets, at, end));
      at = end;
    }
    if ((how & FLOOD) != 0 && octets.length > 0) {
      byte[] piece = flood();
      for (int i = 0; i < FLOOD_PIECES; i++) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  private byte[] flood() {
    int period = Math.min(FLOOD_OCTETS, octets.length);
    byte[] piece = new byte[LARGEST_PIECE];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = octets[octets.length - period + i % period];
    }
    return piece;
  }
}
