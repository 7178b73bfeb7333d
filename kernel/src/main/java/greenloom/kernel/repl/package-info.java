/** Java cells: splitting, compiling, running on greenlets, completion, inspection. Knows nothing of messages. */
@NullMarked
package greenloom.kernel.repl;

import org.jspecify.annotations.NullMarked;
