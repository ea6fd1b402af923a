// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latchkey.adapters.dav.http.PathSegment;

/**
 * A path that everybody reads alike: whoever decodes it, before or behind the split at its slashes,
 * finds the same segments. The upstream is sent the octets that were checked.
 *
 * @param raw its segments as they came, still percent-encoded
 * @param segments the same, decoded
 * @param folder whether it ends with a slash
 */
record RequestPath(List<String> raw, List<String> segments, boolean folder) {
  RequestPath {
    raw = List.copyOf(raw);
    segments = List.copyOf(segments);
  }

  /** Empty for a path that is not absolute, or that could be read in more than one way. */
  static Optional<RequestPath> of(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    List<String> raw = new ArrayList<>(4);
    List<String> segments = new ArrayList<>(4);
    int from = 1;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      String segment = path.substring(from, to);
      Optional<String> decoded = PathSegment.decode(segment).filter(RequestPath::isPlain);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      raw.add(segment);
      segments.add(decoded.get());
      from = to + 1;
    }
    return Optional.of(new RequestPath(raw, segments, path.endsWith("/")));
  }

  /** No separator that was hidden, nothing that ends a string, no dots behind a parameter. */
  private static boolean isPlain(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '/' || c == '\\' || c == '?' || c == '#' || Character.isISOControl(c)) {
        return false;
      }
    }
    int semicolon = segment.indexOf(';');
    String name = semicolon < 0 ? segment : segment.substring(0, semicolon);
    return !name.isEmpty() && !name.equals(".") && !name.equals("..");
  }

  /** Whether it is the folder of this path, or below it. */
  boolean isIn(List<String> folder) {
    return segments.size() >= folder.size() && segments.subList(0, folder.size()).equals(folder);
  }

  /** The path with another folder in the place of its first segments. */
  String under(String folder, int replaced) {
    String rest = String.join("/", raw.subList(replaced, raw.size()));
    return folder + rest + (this.folder && !rest.isEmpty() ? "/" : "");
  }
}
