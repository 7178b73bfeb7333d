/** Random generator programs, run by CPython and by Greenloom: what they do must be the same. */
@NullMarked
package greenloom.differential;

import org.jspecify.annotations.NullMarked;
