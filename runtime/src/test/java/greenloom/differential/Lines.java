package greenloom.differential;

/** Source text with indentation. */
final class Lines {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    void add(String line) {
        text.append("    ".repeat(depth)).append(line).append('\n');
    }

    void inside(Runnable lines) {
        depth++;
        lines.run();
        depth--;
    }

    /** How deep the next line stands. */
    int depth() {
        return depth;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
