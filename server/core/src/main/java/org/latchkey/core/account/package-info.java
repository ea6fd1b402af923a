/** Accounts, their login names and the services an app password may be used for. */
@NullMarked
package org.latchkey.core.account;

import org.jspecify.annotations.NullMarked;
