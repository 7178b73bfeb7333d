package greenloom.kernel.repl;

/** Colours of error texts. */
public final class Ansi {
    private Ansi() {}

    /** In red. */
    public static String red(String text) {
        return paint("31;1", text);
    }

    /** In green. */
    public static String green(String text) {
        return paint("32", text);
    }

    /** In faint. */
    public static String faint(String text) {
        return paint("2", text);
    }

    private static String paint(String code, String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
