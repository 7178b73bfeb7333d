/** Worker processes: how they are started, what goes to them and comes back, and how code finds its way there. */
@NullMarked
package greenloom.internal.process;

import org.jspecify.annotations.NullMarked;
