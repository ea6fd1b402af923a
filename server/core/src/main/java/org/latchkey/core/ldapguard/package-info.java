/** What an LDAP port looks at in a client's octets before any codec sees them. */
@NullMarked
package org.latchkey.core.ldapguard;

import org.jspecify.annotations.NullMarked;
