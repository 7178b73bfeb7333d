/** What is found of an installation, what is missing, and what mends it. */
@NullMarked
package greenloom.kernel.doctor;

import org.jspecify.annotations.NullMarked;
