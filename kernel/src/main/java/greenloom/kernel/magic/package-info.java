/** Line and cell magics: commands to the kernel that stand in cells beside Java. */
@NullMarked
package greenloom.kernel.magic;

import org.jspecify.annotations.NullMarked;
