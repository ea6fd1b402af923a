// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.latchkey.adapters.ldap.schema;

import org.jspecify.annotations.NullMarked;
