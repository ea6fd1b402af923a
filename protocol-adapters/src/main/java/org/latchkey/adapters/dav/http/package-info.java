/** Pieces of HTTP that the parts of the DAV server share. */
@NullMarked
package org.latchkey.adapters.dav.http;

import org.jspecify.annotations.NullMarked;
