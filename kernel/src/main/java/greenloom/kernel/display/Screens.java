package greenloom.kernel.display;

import org.jspecify.annotations.Nullable;

/** Knows the one screen of this process. */
public final class Screens {
    private static volatile @Nullable Screen connected; // set once by the kernel, read by any thread

    private Screens() {}

    /** Tells where to show things; called by the kernel at its start. */
    public static void connect(Screen screen) {
        connected = screen;
    }

    static Screen current() {
        Screen screen = connected;
        if (screen == null) {
            throw new IllegalStateException(
                    "There is no notebook here to show things in: run this in a Greenloom cell");
        }
        return screen;
    }
}
