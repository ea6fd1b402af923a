/** What there is without an upstream: empty address books and calendars, and their discovery. */
@NullMarked
package org.latchkey.adapters.dav.empty;

import org.jspecify.annotations.NullMarked;
