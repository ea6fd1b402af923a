/** CardDAV and CalDAV sign-in over HTTPS: discovery, principals and home collections. */
@NullMarked
package org.latchkey.adapters.dav;

import org.jspecify.annotations.NullMarked;
