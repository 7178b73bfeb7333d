/** The five ZeroMQ sockets. Each is owned by one thread that blocks until there is something to send or receive. */
@NullMarked
package greenloom.kernel.transport;

import org.jspecify.annotations.NullMarked;
