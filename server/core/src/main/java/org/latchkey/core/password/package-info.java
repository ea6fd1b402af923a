/** The life of app passwords and primary passwords: format, tags, rules, last use. */
@NullMarked
package org.latchkey.core.password;

import org.jspecify.annotations.NullMarked;
