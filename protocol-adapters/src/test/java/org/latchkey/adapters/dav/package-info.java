/** Tests of CardDAV and CalDAV sign-in. */
@NullMarked
package org.latchkey.adapters.dav;

import org.jspecify.annotations.NullMarked;
