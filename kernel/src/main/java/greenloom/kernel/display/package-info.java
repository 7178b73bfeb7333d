/** Values as MIME bundles: what a front end shows of them. */
@NullMarked
package greenloom.kernel.display;

import org.jspecify.annotations.NullMarked;
