// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

/** The name of a WebDAV property (RFC 4918 §4.5). */
record PropertyName(String namespace, String local) {
  static final String DAV = "DAV:";
  static final String CARDDAV = "urn:ietf:params:xml:ns:carddav";
  static final String CALDAV = "urn:ietf:params:xml:ns:caldav";
}
