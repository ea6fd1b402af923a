// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.util.StaticUtils;
import com.unboundid.util.json.JSONArray;
import com.unboundid.util.json.JSONBoolean;
import com.unboundid.util.json.JSONNull;
import com.unboundid.util.json.JSONObject;
import com.unboundid.util.json.JSONString;
import com.unboundid.util.json.JSONValue;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An entry's values as the commands show them. */
final class Values {
  private Values() {}

  /** An attribute's first value; empty text where there is none. */
  static String one(Entry entry, String attribute) {
    return Optional.ofNullable(entry.getAttributeValue(attribute)).orElse("");
  }

  /** An attribute's values, sorted. */
  static List<String> all(Entry entry, String attribute) {
    String[] values = entry.getAttributeValues(attribute);
    return values == null ? List.of() : List.of(values).stream().sorted().toList();
  }

  /** The first of these attributes that holds a time. */
  static Optional<Instant> time(Entry entry, String... attributes) {
    for (String attribute : attributes) {
      String value = entry.getAttributeValue(attribute);
      if (value != null) {
        try {
          return Optional.of(StaticUtils.decodeGeneralizedTime(value).toInstant());
        } catch (ParseException e) {
          // shown as none
        }
      }
    }
    return Optional.empty();
  }

  /** An array with an object in each line. */
  static String array(List<JSONObject> objects) {
    return objects.isEmpty()
        ? "[]"
        : objects.stream()
            .map(JSONObject::toSingleLineString)
            .collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
  }

  /** A JSON object in the making; its members keep their order. */
  static final class JsonObject {
    private final Map<String, JSONValue> members = new LinkedHashMap<>();

    JsonObject with(String name, String value) {
      members.put(name, new JSONString(value));
      return this;
    }

    JsonObject with(String name, boolean value) {
      members.put(name, new JSONBoolean(value));
      return this;
    }

    JsonObject with(String name, List<String> values) {
      members.put(name, new JSONArray(values.stream().map(JSONString::new).toList()));
      return this;
    }

    JsonObject with(String name, Optional<Instant> time) {
      members.put(
          name,
          time.<JSONValue>map(known -> new JSONString(known.toString())).orElse(JSONNull.NULL));
      return this;
    }

    JSONObject made() {
      return new JSONObject(members);
    }
  }
}
