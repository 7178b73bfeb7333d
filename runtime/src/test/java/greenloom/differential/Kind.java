package greenloom.differential;

import greenloom.GeneratorExit;
import greenloom.StopIteration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exceptions that both languages have, by Python's name; the last two are only caught. */
enum Kind {
    ValueError("IllegalArgumentException"),
    IndexError("IndexOutOfBoundsException"),
    StopIteration("StopIteration"),
    GeneratorExit("GeneratorExit"),
    Exception("Exception"),
    BaseException("Throwable");

    static final List<Kind> RAISED = List.of(ValueError, IndexError, StopIteration, GeneratorExit);
    static final List<Kind> CAUGHT = List.of(values());

    final String java;

    Kind(String java) {
        this.java = java;
    }

    Throwable make() {
        return switch (this) {
            case ValueError -> new IllegalArgumentException();
            case IndexError -> new IndexOutOfBoundsException();
            case StopIteration -> new StopIteration(null);
            case GeneratorExit -> new GeneratorExit();
            case Exception, BaseException -> throw new AssertionError("is only caught");
        };
    }

    /** Whether Python's {@code except} clause for this would catch it. */
    boolean catches(Throwable thrown) {
        return switch (this) {
            case ValueError -> told(thrown).startsWith("ValueError");
            case IndexError -> thrown instanceof IndexOutOfBoundsException;
            case StopIteration -> thrown instanceof StopIteration;
            case GeneratorExit -> thrown instanceof GeneratorExit;
            case Exception -> !(thrown instanceof GeneratorExit);
            case BaseException -> true;
        };
    }

    /** An exception as Python would tell it. */
    static String told(Throwable thrown) {
        return switch (thrown) {
            case StopIteration end -> "StopIteration(" + told(end.value()) + ")";
            case GeneratorExit _ -> "GeneratorExit";
            case IllegalArgumentException _ -> "ValueError";
            case IndexOutOfBoundsException _ -> "IndexError";
            case IllegalStateException misuse -> toldMisuse(String.valueOf(misuse.getMessage()).split(":", 2)[0]);
            default -> "unexpected " + thrown;
        };
    }

    private static String toldMisuse(String sentence) {
        return switch (sentence) {
            case "generator already executing" -> "ValueError: " + sentence;
            case "can't send non-null value to a just-started generator" ->
                "TypeError: " + sentence.replace("null", "None");
            default -> "RuntimeError: " + sentence;
        };
    }

    static String told(@Nullable Object value) {
        return value == null ? "None" : value.toString();
    }
}
