// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.ldif.LdifEntry;
import org.apache.directory.api.ldap.model.ldif.LdifReader;
import org.apache.directory.api.ldap.model.schema.LdapComparator;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.api.ldap.model.schema.comparators.NormalizingComparator;
import org.apache.directory.api.ldap.model.schema.registries.Schema;
import org.apache.directory.api.ldap.schema.loader.JarLdifSchemaLoader;
import org.apache.directory.api.ldap.schema.manager.impl.DefaultSchemaManager;

/**
 * Loads the schemas that are needed and no others: LDAP's own from the library's jar, Latchkey's
 * from the LDIF beside this class. Nothing is extracted to files, so every start is the same.
 */
public final class LatchkeySchema extends JarLdifSchemaLoader {
  private static final String NAME = "latchkey";
  private static final String[] LOADED = {
    "system", "core", "cosine", "inetorgperson", "apache", "apachemeta", "pwdpolicy", NAME
  };

  private final List<Entry> attributeTypes = new ArrayList<>();
  private final List<Entry> objectClasses = new ArrayList<>();

  private LatchkeySchema() throws IOException, LdapException {
    super(true); // a class path may name the library's jar twice
    try (InputStream ldif = LatchkeySchema.class.getResourceAsStream(NAME + ".ldif");
        LdifReader reader = new LdifReader(ldif)) {
      for (LdifEntry entry : reader) {
        take(entry.getEntry());
      }
    }
  }

  private void take(Entry entry) throws LdapException {
    if (entry.hasObjectClass("metaAttributeType")) {
      attributeTypes.add(entry);
    } else if (entry.hasObjectClass("metaObjectClass")) {
      objectClasses.add(entry);
    } else {
      addSchema(getSchema(entry));
    }
  }

  /**
   * The schema manager with everything loaded.
   *
   * @throws IllegalStateException when a schema is broken: a bug
   */
  public static SchemaManager load() {
    try {
      DefaultSchemaManager manager = new DefaultSchemaManager(new LatchkeySchema());
      boolean loaded = manager.loadWithDeps(LOADED);
      if (!loaded || !manager.getErrors().isEmpty()) {
        throw new IllegalStateException("the schema is broken: " + manager.getErrors());
      }
      for (LdapComparator<?> comparator : manager.getComparatorRegistry()) {
        if (comparator instanceof NormalizingComparator normalizing) {
          normalizing.setOnServer();
        }
      }
      return manager;
    } catch (LdapException e) {
      throw new IllegalStateException("the schema is broken", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the schema can't be read", e);
    }
  }

  @Override
  public List<Entry> loadAttributeTypes(Schema... schemas) throws LdapException, IOException {
    return withOwn(super.loadAttributeTypes(schemas), attributeTypes, schemas);
  }

  @Override
  public List<Entry> loadObjectClasses(Schema... schemas) throws LdapException, IOException {
    return withOwn(super.loadObjectClasses(schemas), objectClasses, schemas);
  }

  private static List<Entry> withOwn(List<Entry> loaded, List<Entry> own, Schema... schemas) {
    for (Schema schema : schemas) {
      if (schema.getSchemaName().equals(NAME)) {
        loaded.addAll(own);
      }
    }
    return loaded;
  }
}
