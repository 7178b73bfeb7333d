/** The coroutine library: greenlets on an event loop, generators, what they wait with, and the network over them. */
module greenloom.runtime {
    requires static transitive org.jspecify;
    requires transitive com.fasterxml.jackson.databind;
    requires org.eclipse.jetty.http;
    requires jdk.jfr;
    requires static java.instrument;

    exports greenloom;
    exports greenloom.web;
    exports greenloom.internal.woven;
}
