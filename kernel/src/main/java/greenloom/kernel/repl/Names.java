package greenloom.kernel.repl;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.Snippet;

/** What JShell calls things, and how to take its names out of what users read. */
final class Names {
    /** Where JShell puts all classes. */
    static final String PACKAGE = "REPL";

    /** The classes around snippets: this, the numbers of the snippets in it, letters for each time it was compiled anew. */
    static final String WRAPPER = "REPL.$JShell$";

    /** The classes around expressions and statements that the kernel compiles itself. */
    static final String OWN_WRAPPER = "REPL.$Cell$";

    private static final Pattern PREFIX = Pattern.compile("(REPL\\.)?\\$(JShell|Cell)\\$\\w+[$.]?");
    private static final Pattern IDENTIFIER = Pattern
            .compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");
    /** What javac calls the code of a lambda in a method; there is a hash in it if the lambda is serializable. */
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.*?)(?:\\$[0-9a-f]+)?\\$\\d+");

    private static final Pattern VERSION = Pattern.compile("[A-Z]+");

    private Names() {}

    static boolean isUsers(String className) {
        return className.startsWith(WRAPPER) || className.startsWith(OWN_WRAPPER);
    }

    /** {@code REPL.$JShell$12B} of {@code REPL.$JShell$12B$Inner}; other names as they are. */
    static String outermost(String className) {
        int prefix = className.startsWith(WRAPPER) ? WRAPPER.length()
                : className.startsWith(OWN_WRAPPER) ? OWN_WRAPPER.length() : -1;
        int end = prefix < 0 ? -1 : className.indexOf('$', prefix);
        return end < 0 ? className : className.substring(0, end);
    }

    /** Whether it is a class inside a wrapper: a type that a user declares, or one inside that. */
    static boolean isInner(String className) {
        return !outermost(className).equals(className);
    }

    /** {@code 12_14} of {@code REPL.$JShell$12B_14}: the same for each class that those snippets are wrapped in. */
    static String versionless(String wrapper) {
        return VERSION.matcher(wrapper.substring(WRAPPER.length())).replaceAll("");
    }

    /** Whether {@code snippet} is wrapped in the class {@code REPL.$JShell$12B_14}, as both 12 and 14 are. */
    static boolean belongs(Snippet snippet, String wrapper) {
        return Arrays.asList(versionless(wrapper).split("_")).contains(snippet.id());
    }

    /** {@code text} without the names of wrapper classes. */
    static String clean(String text) {
        return text.contains("$") ? PREFIX.matcher(text).replaceAll("") : text;
    }

    /** A method's name as users know it: nothing for a cell's top level, the method around a lambda for the lambda. */
    static String method(String name) {
        Matcher lambda = LAMBDA.matcher(name);
        String outer = lambda.matches() ? lambda.group(1) : name;
        return outer.equals("do_it$") || outer.startsWith("do_it$") ? "" : outer;
    }

    /** The words in {@code source} that may be names. */
    static Set<String> identifiers(String source) {
        return IDENTIFIER.matcher(source).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
