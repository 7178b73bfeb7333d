package example;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The JDK's resolver, except that it does not come back from looking {@link #STUCK} up, as when no name server answers. */
public final class StuckResolver extends InetAddressResolverProvider {
    public static final String STUCK = "stuck.invalid";

    private static volatile CountDownLatch released = new CountDownLatch(1);

    /** Has look-ups hang from now on. */
    public static void hold() {
        released = new CountDownLatch(1);
    }

    /** Lets all look-ups of {@link #STUCK} fail. */
    public static void release() {
        released.countDown();
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver builtin = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                if (host.equals(STUCK)) {
                    // Spinning, as the thread of a native call: neither parked nor interruptible.
                    while (released.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    throw new UnknownHostException(host);
                }
                return builtin.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return builtin.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "stuck";
    }
}
