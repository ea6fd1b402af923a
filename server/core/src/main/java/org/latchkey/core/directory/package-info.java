/** What core asks of a directory store, and what it is told about changes. */
@NullMarked
package org.latchkey.core.directory;

import org.jspecify.annotations.NullMarked;
