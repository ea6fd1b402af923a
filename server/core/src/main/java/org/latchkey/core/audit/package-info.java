/** What happened, for the log, the metrics and the account's owner. */
@NullMarked
package org.latchkey.core.audit;

import org.jspecify.annotations.NullMarked;
