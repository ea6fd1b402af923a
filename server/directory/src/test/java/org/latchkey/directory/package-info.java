/** What the directory's tests share. */
@NullMarked
package org.latchkey.directory;

import org.jspecify.annotations.NullMarked;
