/** The schemas that are loaded, Latchkey's own among them. */
@NullMarked
package org.latchkey.directory.schema;

import org.jspecify.annotations.NullMarked;
