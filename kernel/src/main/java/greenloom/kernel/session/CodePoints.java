package greenloom.kernel.session;

/** The protocol counts positions in Unicode characters, Java in UTF-16 units. */
final class CodePoints {
    private CodePoints() {}

    /** The protocol's position for an index; one outside the text becomes its nearer end. */
    static int of(String text, int index) {
        return text.codePointCount(0, Math.clamp(index, 0, text.length()));
    }

    /** The index for the protocol's position; one outside the text becomes its nearer end. */
    static int toUnits(String text, int points) {
        int all = text.codePointCount(0, text.length());
        return text.offsetByCodePoints(0, Math.clamp(points, 0, all));
    }
}
