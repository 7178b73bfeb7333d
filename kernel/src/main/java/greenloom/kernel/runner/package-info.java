/** Executes notebooks in this process, without Jupyter: files in, files out. */
@NullMarked
package greenloom.kernel.runner;

import org.jspecify.annotations.NullMarked;
