// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** The schema that the LDAP port reads names, filters and DNs by (RFC 4512 §2 and §4). */
@NullMarked
package org.latchkey.adapters.ldap.schema;

import org.jspecify.annotations.NullMarked;
