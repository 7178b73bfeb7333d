/** The coroutine library: greenlets on an event loop, generators, and what they wait with. */
module greenloom.runtime {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;

    exports greenloom;
}
