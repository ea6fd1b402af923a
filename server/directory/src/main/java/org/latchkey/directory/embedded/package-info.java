/** The embedded directory as a whole, and the store that core sees. */
@NullMarked
package org.latchkey.directory.embedded;

import org.jspecify.annotations.NullMarked;
