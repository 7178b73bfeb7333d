package greenloom.kernel.history;

/**
 * Matches {@code *} and {@code ?}. Not a regular expression, because patterns come from outside and a few stars can make
 * one of those run for hours; this takes at most pattern times text steps.
 */
record Glob(String pattern) {

    boolean matches(String text) {
        int p = 0;
        int star = -1; // the last star seen, and how much of the text it takes
        int taken = 0;
        for (int t = 0; t < text.length();) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                taken = t;
            } else if (p < pattern.length() && isAt(p, text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++taken;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(rest -> rest == '*');
    }

    private boolean isAt(int p, char c) {
        return pattern.charAt(p) == '?' || pattern.charAt(p) == c;
    }
}
