/** What woven code refers to. Exported for its sake alone: nobody who writes code needs it. */
@NullMarked
package greenloom.internal.woven;

import org.jspecify.annotations.NullMarked;
