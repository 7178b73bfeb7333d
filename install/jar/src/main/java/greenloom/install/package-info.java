/** The commands of the one jar that has all of Greenloom in it. Needs only Java 17: the kernel's launcher finds a JDK. */
@NullMarked
package greenloom.install;

import org.jspecify.annotations.NullMarked;
