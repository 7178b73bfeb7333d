/** The bytecode weaver: rewrites classes of user code when they are defined. */
@NullMarked
package greenloom.internal.weave;

import org.jspecify.annotations.NullMarked;
