package greenloom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what happened in which order. */
final class Trail {
    private final List<String> steps = new CopyOnWriteArrayList<>();

    void add(Object step) {
        steps.add(String.valueOf(step));
    }

    List<String> steps() {
        return List.copyOf(steps);
    }

    void is(Object... expected) {
        assertThat(steps).containsExactly(List.of(expected).stream().map(String::valueOf).toArray(String[]::new));
    }
}
