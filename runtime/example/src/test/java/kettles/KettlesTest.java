package kettles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import greenloom.EventLoop;
import greenloom.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KettlesTest {
    /** On a virtual clock no sleep takes time, and all of them keep their order. */
    @Test
    void theShortestBoilsFirst() {
        List<String> cups = new ArrayList<>();
        EventLoop.run(EventLoop.options().clock(new VirtualClock()), () -> {
            Kettles.boil().forEach(cups::add);
            assertEquals(0.3, EventLoop.current().time(), 1e-6);
        });
        assertEquals(List.of("tea after 1", "tea after 2", "tea after 3"), cups);
    }
}
