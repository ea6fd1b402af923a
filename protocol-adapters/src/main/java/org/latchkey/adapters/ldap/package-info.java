/** LDAP for users (RFC 4511): bind, and read one's own entry. */
@NullMarked
package org.latchkey.adapters.ldap;

import org.jspecify.annotations.NullMarked;
