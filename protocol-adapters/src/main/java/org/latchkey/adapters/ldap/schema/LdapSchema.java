// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap.schema;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.AttributeTypeDefinition;
import com.unboundid.ldap.sdk.schema.ObjectClassDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The schema: the attribute types and object classes that an account's entry may be made of, and
 * what the server says about itself. Safe for use by many threads.
 */
public final class LdapSchema {
  private static final String RESOURCE = "schema.txt";
  private static final String ATTRIBUTE_TYPE = "attributeTypes: ";
  private static final String OBJECT_CLASS = "objectClasses: ";
  private static final Pattern NUMERIC_OID =
      Pattern.compile("(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))+");
  private static final LdapSchema LOADED = load();

  private final List<String> attributeTypeDescriptions = new ArrayList<>();
  private final List<String> objectClassDescriptions = new ArrayList<>();
  private final Map<String, AttributeType> attributeTypes = new HashMap<>();
  private final Map<String, ObjectClassDefinition> objectClasses = new HashMap<>();

  private LdapSchema() {}

  /** The schema that the server is delivered with. */
  public static LdapSchema get() {
    return LOADED;
  }

  private static LdapSchema load() {
    try (InputStream in = LdapSchema.class.getResourceAsStream(RESOURCE)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      LdapSchema schema = new LdapSchema();
      Map<String, AttributeTypeDefinition> read = new LinkedHashMap<>();
      for (String line : text.lines().toList()) {
        if (line.startsWith(ATTRIBUTE_TYPE)) {
          String description = line.substring(ATTRIBUTE_TYPE.length());
          AttributeTypeDefinition definition = new AttributeTypeDefinition(description);
          schema.attributeTypeDescriptions.add(description);
          namesOf(definition).forEach(name -> read.put(lower(name), definition));
        } else if (line.startsWith(OBJECT_CLASS)) {
          String description = line.substring(OBJECT_CLASS.length());
          ObjectClassDefinition definition = new ObjectClassDefinition(description);
          schema.objectClassDescriptions.add(description);
          schema.objectClasses.put(definition.getOID(), definition);
          for (String name : definition.getNames()) {
            schema.objectClasses.put(lower(name), definition);
          }
        }
      }
      read.values().forEach(definition -> schema.add(definition, read));
      return schema;
    } catch (IOException e) {
      throw new UncheckedIOException("the schema can't be read", e);
    } catch (LDAPException e) {
      throw new IllegalStateException("the schema is broken", e);
    }
  }

  private static List<String> namesOf(AttributeTypeDefinition definition) {
    List<String> names = new ArrayList<>(List.of(definition.getNames()));
    names.add(definition.getOID());
    return names;
  }

  private AttributeType add(
      AttributeTypeDefinition definition, Map<String, AttributeTypeDefinition> read) {
    AttributeType known = attributeTypes.get(definition.getOID());
    if (known != null) {
      return known;
    }
    Optional<AttributeType> supertype =
        Optional.ofNullable(definition.getSuperiorType())
            .map(name -> add(Objects.requireNonNull(read.get(lower(name))), read));
    AttributeType type =
        new AttributeType(
            definition.getOID(),
            definition.getNameOrOID(),
            supertype,
            rule(definition.getEqualityMatchingRule())
                .or(() -> supertype.flatMap(AttributeType::equality)),
            rule(definition.getOrderingMatchingRule())
                .or(() -> supertype.flatMap(AttributeType::ordering)),
            rule(definition.getSubstringMatchingRule())
                .or(() -> supertype.flatMap(AttributeType::substrings)),
            Optional.ofNullable(definition.getBaseSyntaxOID())
                .or(() -> supertype.map(AttributeType::syntax))
                .orElse(""),
            definition.isOperational());
    namesOf(definition).forEach(name -> attributeTypes.put(lower(name), type));
    return type;
  }

  private static Optional<MatchingRule> rule(@Nullable String name) {
    return Optional.ofNullable(name).flatMap(MatchingRule::of);
  }

  /**
   * The attribute type that an attribute description means (RFC 4512 §2.5). This server has no
   * attribute options, so a description with one is of no type that it knows.
   *
   * @param description a name in any case, or an OID
   */
  public Optional<AttributeType> attributeType(String description) {
    return Optional.ofNullable(attributeTypes.get(lower(description)));
  }

  /** An attribute type that must be there. */
  public AttributeType demand(String name) {
    return attributeType(name).orElseThrow(() -> new IllegalArgumentException(name));
  }

  /** Whether this is an object class's name or OID. */
  public boolean isObjectClass(String nameOrOid) {
    return objectClasses.containsKey(lower(nameOrOid));
  }

  /** What an object class allows, with all its superclasses do (RFC 4512 §2.4). */
  public Set<AttributeType> attributesOf(String objectClass) {
    Set<AttributeType> allowed = new LinkedHashSet<>();
    for (ObjectClassDefinition each : withSuperclasses(objectClass)) {
      for (String name : each.getRequiredAttributes()) {
        attributeType(name).ifPresent(allowed::add);
      }
      for (String name : each.getOptionalAttributes()) {
        attributeType(name).ifPresent(allowed::add);
      }
    }
    return allowed;
  }

  /** The name of an object class and of each of its superclasses; as it is where it isn't known. */
  public Set<String> superclasses(String objectClass) {
    Set<String> names = new LinkedHashSet<>();
    withSuperclasses(objectClass).forEach(each -> names.add(each.getNameOrOID()));
    return names.isEmpty() ? Set.of(objectClass) : names;
  }

  private Set<ObjectClassDefinition> withSuperclasses(String objectClass) {
    Set<ObjectClassDefinition> all = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(objectClass));
    while (!next.isEmpty()) {
      ObjectClassDefinition found = objectClasses.get(lower(next.poll()));
      if (found != null && all.add(found)) {
        next.addAll(List.of(found.getSuperiorClasses()));
      }
    }
    return all;
  }

  /** The OID that this is, or that of the object class that it names; empty where it names none. */
  Optional<String> classOid(String nameOrOid) {
    if (NUMERIC_OID.matcher(nameOrOid).matches()) {
      return Optional.of(nameOrOid);
    }
    return Optional.ofNullable(objectClasses.get(lower(nameOrOid)))
        .map(ObjectClassDefinition::getOID);
  }

  /** The attribute types' descriptions (RFC 4512 §4.1.2). */
  public List<String> attributeTypeDescriptions() {
    return List.copyOf(attributeTypeDescriptions);
  }

  /** The object classes' descriptions (RFC 4512 §4.1.1). */
  public List<String> objectClassDescriptions() {
    return List.copyOf(objectClassDescriptions);
  }

  /** The descriptions of the syntaxes that the attribute types have (RFC 4512 §4.1.5). */
  public List<String> syntaxDescriptions() {
    return attributeTypes.values().stream()
        .map(AttributeType::syntax)
        .filter(syntax -> !syntax.isEmpty())
        .distinct()
        .sorted()
        .map("( %s )"::formatted)
        .toList();
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
