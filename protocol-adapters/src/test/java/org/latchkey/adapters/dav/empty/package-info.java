/** Tests of the answers without an upstream. */
@NullMarked
package org.latchkey.adapters.dav.empty;

import org.jspecify.annotations.NullMarked;
