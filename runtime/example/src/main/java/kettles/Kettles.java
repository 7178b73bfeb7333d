package kettles;

import static greenloom.Async.sleep;

import greenloom.Channel;
import greenloom.EventLoop;
import greenloom.TaskGroup;

/** Three kettles boil at once, on one thread; each is poured as soon as it whistles. */
public final class Kettles {
    private Kettles() {}

    public static void main(String[] args) {
        EventLoop.run(() -> {
            for (String cup : boil()) {
                System.out.println(cup);
            }
        });
    }

    /** What is poured, in the order in which it boils; to be called on an event loop. */
    static Channel<String> boil() {
        Channel<String> cups = Channel.unbounded();
        try (TaskGroup kettles = TaskGroup.open()) {
            for (int minutes : new int[] {3, 1, 2}) {
                kettles.spawn(() -> {
                    sleep(minutes * 0.1);
                    cups.put("tea after " + minutes);
                });
            }
        }
        cups.close();
        return cups;
    }
}
