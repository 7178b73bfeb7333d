package greenloom.web;

import greenloom.internal.net.Connector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Name look-ups that stop no loop: the JDK's, on a thread of their own. {@code gevent}'s resolver. */
public final class Dns {
    private Dns() {}

    /**
     * Looks a name up.
     *
     * @param host a name or an address
     * @return its addresses, in the system's order
     * @throws UnknownHostException if it has none
     */
    public static List<InetAddress> lookUp(String host) throws UnknownHostException {
        return Connector.lookUp(host);
    }
}
