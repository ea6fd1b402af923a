// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.openqa.selenium.chrome.ChromeDriver;

/** A picture of a page, from its top, saved with a palette. */
record Picture(BufferedImage image) {
  private static final int MOST_COLOURS = 256;
  private static final int MOST_HEIGHT = 1100;

  /** As high as the page, within limits, and as wide as the screen. */
  static Picture take(ChromeDriver driver, Look.Screen screen) throws IOException {
    Number content =
        driver.executeScript("return document.documentElement.scrollHeight") instanceof Number n
            ? n
            : 0;
    int height = Math.clamp(content.longValue(), screen.height, MOST_HEIGHT);
    Map<String, Object> clip =
        Map.of("x", 0, "y", 0, "width", screen.width, "height", height, "scale", 1);
    Object data =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
            .get("data");
    byte[] png = Base64.getDecoder().decode(String.valueOf(data));
    return new Picture(ImageIO.read(new ByteArrayInputStream(png)));
  }

  void save(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(indexed(), "png", file.toFile());
  }

  /** Of at most 256 colours: with as many of a colour's bits as that allows. */
  private BufferedImage indexed() {
    for (int dropped = 0; dropped < 8; dropped++) {
      Map<Integer, Integer> palette = palette(dropped);
      if (palette.size() <= MOST_COLOURS) {
        return drawn(palette, dropped);
      }
    }
    throw new IllegalStateException("a picture has too many colours");
  }

  private static int rounded(int rgb, int dropped) {
    int kept = 0xff >> dropped << dropped;
    return rgb & (kept << 16 | kept << 8 | kept);
  }

  /**
   * The colour that is drawn for each rounded one: the most frequent of those that it stands for.
   */
  private Map<Integer, Integer> palette(int dropped) {
    Map<Integer, Map<Integer, Integer>> counts = new LinkedHashMap<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        counts
            .computeIfAbsent(rounded(rgb, dropped), key -> new HashMap<>())
            .merge(rgb, 1, Integer::sum);
      }
    }
    Map<Integer, Integer> palette = new LinkedHashMap<>();
    counts.forEach(
        (key, found) ->
            palette.put(
                key, Collections.max(found.entrySet(), Map.Entry.comparingByValue()).getKey()));
    return palette;
  }

  private BufferedImage drawn(Map<Integer, Integer> palette, int dropped) {
    List<Integer> keys = new ArrayList<>(palette.keySet());
    int[] colours = palette.values().stream().mapToInt(Integer::intValue).toArray();
    IndexColorModel model =
        new IndexColorModel(
            8, colours.length, colours, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
    BufferedImage drawn =
        new BufferedImage(
            image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    Map<Integer, Integer> index = new LinkedHashMap<>();
    keys.forEach(key -> index.put(key, index.size()));
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int at = index.getOrDefault(rounded(image.getRGB(x, y), dropped), 0);
        drawn.getRaster().setSample(x, y, 0, at);
      }
    }
    return drawn;
  }
}
