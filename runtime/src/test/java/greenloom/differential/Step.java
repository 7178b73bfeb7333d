package greenloom.differential;

import org.jspecify.annotations.Nullable;

/** What the program does to one of its generators from outside; what comes of it is told. */
sealed interface Step {
    int generator();

    record Next(int generator) implements Step {}

    record Send(int generator, @Nullable Integer value) implements Step {}

    record Throw(int generator, Kind kind) implements Step {}

    record Close(int generator) implements Step {}
}
