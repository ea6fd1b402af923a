// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.qr;

import io.nayuki.qrcodegen.DataTooLongException;

/**
 * A QR code (ISO/IEC 18004, error correction M) for a page to draw: dark on light, in SVG.
 *
 * @param modules its width and height with the quiet zone, in modules: the {@code viewBox} is
 *     {@code 0 0 modules modules}
 * @param path the dark modules, as the {@code d} of an SVG path to be filled
 */
public record QrCode(int modules, String path) {
  /** What stays light on each side, in modules (ISO/IEC 18004 §5.3.8). */
  private static final int QUIET = 4;

  /**
   * The code of a text.
   *
   * @throws IllegalArgumentException when it is longer than a code holds, some 2,300 octets
   */
  public static QrCode of(String text) {
    try {
      var code = io.nayuki.qrcodegen.QrCode.encodeText(text, io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
      return new QrCode(code.size + 2 * QUIET, path(code));
    } catch (DataTooLongException e) {
      throw new IllegalArgumentException("too long for a QR code", e);
    }
  }

  /** One rectangle for each run of dark modules in a row. */
  private static String path(io.nayuki.qrcodegen.QrCode code) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      int x = 0;
      while (x < code.size) {
        int start = x;
        while (code.getModule(x, y)) { // outside of the code all is light
          x++;
        }
        if (x > start) {
          path.append("M%d %dh%dv1h-%dz".formatted(start + QUIET, y + QUIET, x - start, x - start));
        }
        x++;
      }
    }
    return path.toString();
  }
}
