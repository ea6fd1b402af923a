// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry's record as it lies on disk: where it hangs in the tree, and its attributes.
 *
 * @param parent the parent's id
 * @param children how many entries hang below it
 * @param rdn its relative DN as it was spelt
 */
public record StoredEntry(
    long parent, long children, String rdn, List<StoredAttribute> attributes) {
  private static final int FORMAT = 1;

  public StoredEntry {
    attributes = List.copyOf(attributes);
  }

  /**
   * An attribute's values.
   *
   * @param oid the attribute type
   * @param name the attribute's name as it was spelt
   * @param text whether the values are text in UTF-8
   */
  public record StoredAttribute(String oid, String name, boolean text, List<Octets> values) {
    public StoredAttribute {
      values = List.copyOf(values);
    }
  }

  /** A value; not a record, since its octets are shared and not copied. */
  public static final class Octets {
    private final byte[] octets;

    Octets(byte[] octets) {
      this.octets = octets;
    }

    static Octets of(String text) {
      return new Octets(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The value as text. */
    public String text() {
      return new String(octets, StandardCharsets.UTF_8);
    }

    byte[] raw() {
      return octets;
    }
  }

  /** The texts of an attribute's values; none when it isn't there. */
  public List<String> texts(String oid) {
    for (StoredAttribute attribute : attributes) {
      if (attribute.oid().equals(oid)) {
        return attribute.values().stream().map(Octets::text).toList();
      }
    }
    return List.of();
  }

  StoredEntry withChildren(long count) {
    return new StoredEntry(parent, count, rdn, attributes);
  }

  StoredEntry withAttributes(List<StoredAttribute> changed) {
    return new StoredEntry(parent, children, rdn, changed);
  }

  /** With this one value of a text attribute, whatever it had. */
  public StoredEntry withText(String oid, String name, String value) {
    return with(new StoredAttribute(oid, name, true, List.of(Octets.of(value))));
  }

  /** With this one value of an attribute that isn't text to LDAP, whatever it had. */
  public StoredEntry withOctets(String oid, String name, String value) {
    return with(new StoredAttribute(oid, name, false, List.of(Octets.of(value))));
  }

  private StoredEntry with(StoredAttribute attribute) {
    List<StoredAttribute> changed = new ArrayList<>(attributes);
    changed.removeIf(each -> each.oid().equals(attribute.oid()));
    changed.add(attribute);
    return withAttributes(changed);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeLong(parent);
      out.writeLong(children);
      out.writeUTF(rdn);
      out.writeShort(attributes.size());
      for (StoredAttribute attribute : attributes) {
        out.writeUTF(attribute.oid());
        out.writeUTF(attribute.name());
        out.writeBoolean(attribute.text());
        out.writeInt(attribute.values().size());
        for (Octets value : attribute.values()) {
          out.writeInt(value.raw().length);
          out.write(value.raw());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an entry can't be encoded", e);
    }
    return bytes.toByteArray();
  }

  static StoredEntry decode(byte[] record) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      int format = in.readByte();
      if (format != FORMAT) {
        throw new IOException("its format is " + format + ", not " + FORMAT);
      }
      long parent = in.readLong();
      long children = in.readLong();
      String rdn = in.readUTF();
      int count = in.readUnsignedShort();
      List<StoredAttribute> attributes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        attributes.add(attribute(in));
      }
      return new StoredEntry(parent, children, rdn, attributes);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored entry can't be read", e);
    }
  }

  private static StoredAttribute attribute(DataInputStream in) throws IOException {
    String oid = in.readUTF();
    String name = in.readUTF();
    boolean text = in.readBoolean();
    int count = in.readInt();
    List<Octets> values = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      byte[] octets = new byte[in.readInt()];
      in.readFully(octets);
      values.add(new Octets(octets));
    }
    return new StoredAttribute(oid, name, text, values);
  }
}
