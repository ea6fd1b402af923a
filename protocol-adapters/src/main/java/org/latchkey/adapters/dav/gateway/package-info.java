/** The way to the real CardDAV and CalDAV servers: a reverse proxy by routes. */
@NullMarked
package org.latchkey.adapters.dav.gateway;

import org.jspecify.annotations.NullMarked;
