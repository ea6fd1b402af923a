/** The parts of the reverse proxy, each by itself. */
@NullMarked
package org.latchkey.adapters.dav.gateway;

import org.jspecify.annotations.NullMarked;
