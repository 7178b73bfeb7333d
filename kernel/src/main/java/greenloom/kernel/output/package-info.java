/** Which cell an output belongs to, and its ordered, coalesced, bounded way to a sink. */
@NullMarked
package greenloom.kernel.output;

import org.jspecify.annotations.NullMarked;
