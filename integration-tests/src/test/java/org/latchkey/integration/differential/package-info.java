/**
 * Asks Latchkey and Debian's slapd the same, and compares what they answer. The generator knows
 * neither of them; a target is any LDAP port.
 */
@NullMarked
package org.latchkey.integration.differential;

import org.jspecify.annotations.NullMarked;
