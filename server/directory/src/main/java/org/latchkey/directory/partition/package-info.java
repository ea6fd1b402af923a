/** ApacheDS's partition interface on LMDB: the entry tree, its indexes and its transactions. */
@NullMarked
package org.latchkey.directory.partition;

import org.jspecify.annotations.NullMarked;
