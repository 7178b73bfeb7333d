/** Maven coordinates to jars. What resolves them is loaded when it is first needed, apart from all else. */
@NullMarked
package greenloom.kernel.deps;

import org.jspecify.annotations.NullMarked;
