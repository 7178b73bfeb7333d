/** Sockets on the loop: a greenlet that waits for one parks, and the loop's engine wakes it. Knows nothing of any protocol above TCP and TLS. */
@NullMarked
package greenloom.internal.net;

import org.jspecify.annotations.NullMarked;
