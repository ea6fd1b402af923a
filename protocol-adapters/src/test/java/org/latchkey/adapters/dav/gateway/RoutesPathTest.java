// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.config.InvalidSettingsException;
import org.latchkey.config.SettingsFile;

/** One path, and everybody who reads it. */
final class RoutesPathTest {
  private static final int ROUNDS = Integer.getInteger("latchkey.path.rounds", 30_000);

  private static final String NESTED =
      """
      [dav.routes.contacts]
      path = "/dav/"
      url = "http://127.0.0.1:1/dav/"
      services = ["carddav"]
      [dav.routes.calendars]
      path = "/dav/cal/"
      url = "http://127.0.0.1:1/dav/cal/"
      services = ["caldav"]
      [dav.routes.deep]
      path = "/dav/a.b/Tasks/"
      url = "http://127.0.0.1:1/dav/a.b/Tasks/"
      services = ["caldav"]
      """;

  /** How servers read a path, each written for itself and not as the server under test does. */
  private static final Map<String, Function<String, List<String>>> READERS =
      Map.ofEntries(
          Map.entry("as it is", path -> split(path)),
          Map.entry("decoded", path -> split(utf8(decoded(path)))),
          Map.entry("decoded twice", path -> split(utf8(decoded(utf8(decoded(path)))))),
          Map.entry(
              "decoded thrice", path -> split(utf8(decoded(utf8(decoded(utf8(decoded(path)))))))),
          Map.entry("Tomcat", path -> split(utf8(decoded(path.replaceAll(";[^/]*", ""))))),
          Map.entry(
              "parameters behind the escapes",
              path -> split(utf8(decoded(path)).replaceAll(";[^/]*", ""))),
          Map.entry("IIS", path -> windows(utf8(decoded(path)))),
          Map.entry("IIS twice", path -> windows(utf8(decoded(utf8(decoded(path)))))),
          Map.entry("C string", path -> split(utf8(decoded(path)).split("\0", 2)[0])),
          Map.entry(
              "query behind the escapes", path -> split(utf8(decoded(path)).split("[?#]", 2)[0])),
          Map.entry("any case", path -> split(utf8(decoded(path)).toLowerCase(Locale.ROOT))),
          Map.entry(
              "NFKC",
              path ->
                  split(
                      Normalizer.normalize(utf8(decoded(path)), Normalizer.Form.NFKC)
                          .toLowerCase(Locale.ROOT))),
          Map.entry("form", path -> split(utf8(decoded(path.replace('+', ' '))).strip())),
          Map.entry("old decoder", path -> split(overlong(decoded(path)))));

  private static Routes routes(String toml) throws InvalidSettingsException {
    return Routes.of(
        SettingsFile.parse(toml, "/test.toml").dav(),
        route -> (account, upstream) -> new UpstreamCredentials.Answer.Nothing(),
        "",
        Optional.empty());
  }

  private static byte[] decoded(String path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%'
          && i + 2 < path.length()
          && path.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
        out.write(HexFormat.fromHexDigits(path, i + 1, i + 3));
        i += 2;
      } else if (path.startsWith("%u", i) && path.substring(i).matches("%u[0-9A-Fa-f]{4}.*")) {
        out.writeBytes(
            String.valueOf((char) HexFormat.fromHexDigits(path, i + 2, i + 6))
                .getBytes(StandardCharsets.UTF_8));
        i += 5;
      } else {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  private static String utf8(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static String overlong(byte[] octets) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < octets.length; i++) {
      int octet = octets[i] & 0xff;
      if ((octet == 0xc0 || octet == 0xc1) && i + 1 < octets.length) {
        text.append((char) (((octet & 0x1f) << 6) | (octets[++i] & 0x3f)));
      } else {
        text.append((char) octet);
      }
    }
    return text.toString();
  }

  private static List<String> windows(String path) {
    return split(path.replace('\\', '/').toLowerCase(Locale.ROOT)).stream()
        .map(each -> each.replaceAll("[. ]+$", ""))
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private static List<String> split(String path) {
    List<String> segments = new ArrayList<>();
    for (String each : path.split("/", -1)) {
      if (each.equals("..")) {
        if (!segments.isEmpty()) {
          segments.removeLast();
        }
      } else if (!each.isEmpty() && !each.equals(".")) {
        segments.add(each);
      }
    }
    return segments;
  }

  private static Optional<String> owner(List<String> segments, boolean anyCase) {
    String path = "/" + String.join("/", segments) + "/";
    String read = anyCase ? path.toLowerCase(Locale.ROOT) : path;
    for (String folder : List.of("/dav/a.b/Tasks/", "/dav/cal/", "/dav/")) {
      if (read.startsWith(anyCase ? folder.toLowerCase(Locale.ROOT) : folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  @Test
  void noReaderFindsAnotherRoutesPath() throws Exception {
    Routes routes = routes(NESTED);
    int routed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String path = path(new Random(round));
      if (!(routes.target(path) instanceof Target.Routed target)) {
        continue;
      }
      routed++;
      for (Map.Entry<String, Function<String, List<String>>> reader : READERS.entrySet()) {
        List<String> segments = reader.getValue().apply(path);
        boolean anyCase = reader.getKey().matches("IIS.*|any case|NFKC");
        assertEquals(
            Optional.of(target.route().settings().path()),
            owner(segments, anyCase),
            path + " as " + reader.getKey() + ": " + segments);
      }
    }
    assertTrue(routed > ROUNDS / 50, routed + " of them were passed on");
  }

  /** A path of one of the routes, one to three of its places spelt in some other way. */
  private static String path(Random random) {
    String[] plain = {
      "/dav/cal/x.ics", "/dav/cal/", "/dav/x/cal/1.vcf", "/dav/a.b/Tasks/1", "/dav/call/x"
    };
    String path = plain[random.nextInt(plain.length)];
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(path.length());
      path = path.substring(0, at) + spelt(path.charAt(at), random) + path.substring(at + 1);
    }
    return path;
  }

  private static String spelt(char c, Random random) {
    String hex = "%02x".formatted((int) c);
    return switch (random.nextInt(20)) {
      case 0 -> "%" + hex;
      case 1 -> "%" + hex.toUpperCase(Locale.ROOT);
      case 2 -> "%25" + hex;
      case 3 -> "%2525" + hex;
      case 4 -> "%u00" + hex;
      case 5 -> "%25u00" + hex;
      case 6 -> "%" + "%02x".formatted(0xc0 | (c >> 6)) + "%" + "%02x".formatted(0x80 | (c & 0x3f));
      case 7 -> escaped(String.valueOf((char) (c + 0xfee0)));
      case 8 -> String.valueOf(c).toUpperCase(Locale.ROOT);
      case 9 -> ";x" + c;
      case 10 -> c + ";x=/y";
      case 11 -> c + "%3bx";
      case 12 -> c == '/' ? "\\" : c + ".";
      case 13 -> c == '/' ? "%5c" : c + "%20";
      case 14 -> c == '/' ? "/./" : c + "%00";
      case 15 -> c == '/' ? "/%2e%2e/" : c + "%ef%bb%bf";
      case 16 -> c == '/' ? "%2f" : c + "%c2%ad";
      case 17 -> c + "%23";
      case 18 -> c == '/' ? "/..;/" : c + "+";
      default -> escaped(String.valueOf(c == 'k' || c == 'K' ? 'K' : c == 's' ? 'ſ' : 'é'));
    };
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      escaped.append("%").append("%02x".formatted(each & 0xff));
    }
    return escaped.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dav/cal;x/",
        "/dav/cal%3bx/",
        "/dav/cal./",
        "/dav/cal%20/",
        "/dav/CAL/",
        "/dav/c%61l;/x",
        "/dav/%2563al/",
        "/dav/%5ccal%5cx",
        "/dav/x%2f..%2fcal",
        "/dav/%ef%bd%83al/",
        "/dav/a.b/tas%E2%84%AAs/",
        "/dav/cal%00/x",
        "/dav/%c1%a3al/"
      })
  void pathThatCouldBeALongerRoutesIsRefused(String path) throws Exception {
    assertInstanceOf(Target.Ambiguous.class, routes(NESTED).target(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/c%23d.ics",
        "/c%3Fd.ics",
        "/c%5Cd.ics",
        "/c;x.ics",
        ";x.ics",
        "/CAL/x",
        "/%E2%84%AA",
        "/a%2Fb",
        "/100%25.ics",
        "/a%25zz",
        "/caf%e9.ics"
      })
  void aloneItIsData(String path) throws Exception {
    Routes routes = routes("[dav.routes.all]\nurl = 'http://127.0.0.1:1/'\n");
    String whole = path.startsWith("/") ? path : "/" + path;
    Target.Routed routed = assertInstanceOf(Target.Routed.class, routes.target(whole));
    assertEquals(whole, routed.uri());
  }

  @Test
  void endlessLayersAreRefusedSoon() throws Exception {
    Routes routes = routes(NESTED);
    assertInstanceOf(
        Target.Ambiguous.class, routes.target("/dav/" + "%" + "25".repeat(3000) + "A+.b%20./"));
  }
}
