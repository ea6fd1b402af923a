// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.qr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrCodeTest {
  private static final String TEXT = "https://mail.example.org/portal/set-up/abc-_123";
  private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");

  @Test
  void pathDrawsEveryDarkModuleInsideTheQuietZone() {
    QrCode drawn = QrCode.of(TEXT);
    var code = io.nayuki.qrcodegen.QrCode.encodeText(TEXT, io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
    assertEquals(code.size + 8, drawn.modules());
    boolean[][] dark = dark(drawn);
    for (int y = 0; y < drawn.modules(); y++) {
      for (int x = 0; x < drawn.modules(); x++) {
        assertEquals(code.getModule(x - 4, y - 4), dark[y][x], x + "," + y);
      }
    }
  }

  private static boolean[][] dark(QrCode code) {
    boolean[][] dark = new boolean[code.modules()][code.modules()];
    Matcher run = RUN.matcher(code.path());
    int end = 0;
    while (run.find()) {
      assertEquals(end, run.start());
      assertEquals(run.group(3), run.group(4));
      int x = Integer.parseInt(run.group(1));
      for (int i = 0; i < Integer.parseInt(run.group(3)); i++) {
        dark[Integer.parseInt(run.group(2))][x + i] = true;
      }
      end = run.end();
    }
    assertEquals(code.path().length(), end);
    return dark;
  }

  @Test
  void pathHoldsNothingThatAPageWouldHaveToEscape() {
    assertTrue(QrCode.of("<&\">").path().matches("[Mhvz0-9 -]+"));
  }

  @Test
  void textTooLongIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> QrCode.of("a".repeat(3000)));
  }
}
