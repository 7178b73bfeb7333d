/** A front end in a terminal, in the kernel's own process. */
@NullMarked
package greenloom.kernel.console;

import org.jspecify.annotations.NullMarked;
