/** Comms: free messages between cells and what runs in the front end, such as widgets. Visible to user code. */
@NullMarked
package greenloom.kernel.comm;

import org.jspecify.annotations.NullMarked;
