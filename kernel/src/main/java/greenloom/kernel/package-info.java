/** The kernel's main class, which wires the parts together. */
@NullMarked
package greenloom.kernel;

import org.jspecify.annotations.NullMarked;
