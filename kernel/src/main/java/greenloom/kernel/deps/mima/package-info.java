/** All that knows Maven's resolver: loaded by a class loader of its own. */
@NullMarked
package greenloom.kernel.deps.mima;

import org.jspecify.annotations.NullMarked;
