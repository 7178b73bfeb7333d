/** What each request of the protocol means: one handler a type, statuses around it, cells one after the other. */
@NullMarked
package greenloom.kernel.session;

import org.jspecify.annotations.NullMarked;
