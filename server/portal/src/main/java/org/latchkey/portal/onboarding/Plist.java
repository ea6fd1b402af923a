// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import org.latchkey.core.password.Secret;

/** Writes one of Apple's property lists, in XML. */
final class Plist {
  private static final String DOCUMENT_TYPE =
      "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
          + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">";

  private final SecretOutput out;
  private final XmlOutput xml;

  Plist(SecretOutput out) {
    this.out = out;
    this.xml = new XmlOutput(out);
    xml.documentType(DOCUMENT_TYPE).start("plist", "version", "1.0").start("dict");
  }

  private XmlOutput key(String key) {
    return xml.element("key", key);
  }

  Plist put(String key, String value) {
    key(key).element("string", value);
    return this;
  }

  Plist put(String key, int value) {
    key(key).element("integer", Integer.toString(value));
    return this;
  }

  Plist put(String key, boolean value) {
    key(key).empty(Boolean.toString(value));
    return this;
  }

  /** A secret goes past the XML writer, whose buffers aren't wiped. */
  Plist put(String key, Secret value) {
    for (byte octet : value.octets()) {
      if (octet <= ' ' || octet == '<' || octet == '>' || octet == '&' || octet == 0x7f) {
        throw new IllegalArgumentException("a secret that would need escapes");
      }
    }
    key(key).start("string").flush();
    out.write(value.octets(), 0, value.length());
    xml.end();
    return this;
  }

  Plist startArray(String key) {
    key(key).start("array");
    return this;
  }

  Plist startDict() {
    xml.start("dict");
    return this;
  }

  Plist end() {
    xml.end();
    return this;
  }

  /** Ends whatever is open. */
  void finish() {
    xml.finish();
  }
}
