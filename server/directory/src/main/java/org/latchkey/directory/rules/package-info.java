/** What holds at every door to the directory: who may do what, and the life of app passwords. */
@NullMarked
package org.latchkey.directory.rules;

import org.jspecify.annotations.NullMarked;
