package greenloom.internal.net;

import greenloom.internal.Readiness;
import greenloom.internal.Scheduler;
import greenloom.internal.Seconds;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens TCP connections: looks the name up off the carrier, then tries its addresses in turn. */
public final class Connector {
    private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    private Connector() {}

    /**
     * The addresses of a host, in the system's order.
     *
     * @throws UnknownHostException if the name has none
     */
    public static List<InetAddress> lookUp(String host) throws UnknownHostException {
        if (isLiteral(host)) {
            return List.of(InetAddress.ofLiteral(host));
        }
        return Arrays.asList(Offload.call(() -> InetAddress.getAllByName(host)));
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    /**
     * Connects to the first address of {@code host} that answers.
     *
     * @param nanos the longest it may take in all
     * @throws SocketTimeoutException if the time was up first
     * @throws ConnectException if none answers; earlier failures are suppressed in it
     */
    public static SocketTransport connect(String host, int port, long nanos) throws IOException {
        Scheduler scheduler = Sockets.scheduler();
        long start = scheduler.nanos();
        IOException failure = null;
        for (InetAddress address : lookUp(host)) {
            long left = nanos == Long.MAX_VALUE ? nanos : nanos - (scheduler.nanos() - start);
            try {
                return connect(new InetSocketAddress(address, port), left, scheduler);
            } catch (SocketTimeoutException e) {
                throw with(failure, e);
            } catch (IOException e) {
                failure = with(failure, e);
            }
        }
        throw failure == null ? new UnknownHostException(host) : failure;
    }

    private static IOException with(@Nullable IOException earlier, IOException last) {
        if (earlier != null) {
            last.addSuppressed(earlier);
        }
        return last;
    }

    private static SocketTransport connect(InetSocketAddress address, long nanos, Scheduler scheduler)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            Readiness readiness = scheduler.watch(channel);
            Sockets.ensureNotInterrupted();
            if (!channel.connect(address)) {
                ensureInTime(readiness.awaitConnected(nanos), address, nanos);
                Sockets.ensureNotInterrupted();
                channel.finishConnect();
            }
            connected = true;
            return new SocketTransport(channel, scheduler, readiness);
        } catch (ConnectException e) {
            ConnectException told = new ConnectException("Cannot connect to " + address + ": " + e.getMessage());
            told.initCause(e);
            throw told;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private static void ensureInTime(boolean inTime, InetSocketAddress address, long nanos)
            throws SocketTimeoutException {
        if (!inTime) {
            throw new SocketTimeoutException(
                    "No connection to " + address + " within " + Seconds.of(nanos) + " seconds");
        }
    }
}
