/**
 * The network on the loop: TCP connections and servers, an HTTP server and client, WebSockets. What {@code aiohttp}, {@code gevent.pywsgi} and
 * {@code asyncio}'s streams are in Python. Times are seconds as {@code double}, with a {@link java.time.Duration} overload beside each.
 */
@NullMarked
package greenloom.web;

import org.jspecify.annotations.NullMarked;
