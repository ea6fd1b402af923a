/** The admin LDAP port: ApacheDS's own server, behind a guard. */
@NullMarked
package org.latchkey.directory.adminport;

import org.jspecify.annotations.NullMarked;
