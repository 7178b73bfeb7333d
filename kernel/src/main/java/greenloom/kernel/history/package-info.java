/** What was run, in this session and in those before it, also after the kernel has ended. */
@NullMarked
package greenloom.kernel.history;

import org.jspecify.annotations.NullMarked;
