/** Jupyter messages as records, their JSON and their signatures. Knows neither sockets nor Java evaluation. */
@NullMarked
package greenloom.kernel.wire;

import org.jspecify.annotations.NullMarked;
