// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.latchkey.core.password.Secret;

/** The fields of a form that was sent, or of a query. */
public record Form(Map<String, List<String>> fields) {
  /** No field at all. */
  public static final Form EMPTY = new Form(Map.of());

  public Form {
    fields =
        fields.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
  }

  /** The first value of a field as it was sent; empty when there is none. */
  public String text(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? "" : values.getFirst();
  }

  /** Every value of a field. */
  public List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** What of it has one of these names. */
  Form only(Collection<String> names) {
    Map<String, List<String>> some = new HashMap<>(fields);
    some.keySet().retainAll(names);
    return new Form(some);
  }

  /** A field that is a password; the caller closes it. */
  public Secret secret(String name) {
    return Secret.ofChars(text(name).toCharArray());
  }

  @Override
  public String toString() {
    return "Form" + fields.keySet();
  }
}
