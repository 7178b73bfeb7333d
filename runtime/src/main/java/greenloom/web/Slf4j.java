package greenloom.web;

/** Keeps the logging facade behind Jetty's codec from printing that nobody listens; who has put a listener on the class path is left alone. */
final class Slf4j {
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private Slf4j() {}

    /** To be called before the first class of Jetty's is touched: the facade reads its settings once. */
    static void quieten() {
        if (System.getProperty(VERBOSITY) == null) {
            System.setProperty(VERBOSITY, "ERROR");
        }
    }
}
