package greenloom.kernel.repl;

import java.util.List;
import java.util.stream.Stream;

/**
 * Whether cells may use what is a preview in this JDK: if the JVM was told so, by {@code --enable-preview} in one of the
 * variables from which it takes options.
 */
final class Preview {
    private static final String OPTION = "--enable-preview";
    private static final List<String> VARIABLES = List.of("GREENLOOM_JVM_OPTS", "JDK_JAVA_OPTIONS",
            "JAVA_TOOL_OPTIONS");

    private Preview() {}

    /** {@code options} and what javac needs for it. */
    static List<String> with(String... options) {
        boolean enabled = VARIABLES.stream().map(System::getenv)
                .anyMatch(value -> value != null && List.of(value.split("\\s+")).contains(OPTION));
        Stream<String> preview = enabled
                ? Stream.of(OPTION, "-source", String.valueOf(Runtime.version().feature()))
                : Stream.empty();
        return Stream.concat(Stream.of(options), preview).toList();
    }
}
