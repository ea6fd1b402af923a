/** Everything wired together by hand: the data folder, the directory, core and the doors. */
@NullMarked
package org.latchkey.app.server;

import org.jspecify.annotations.NullMarked;
