package greenloom.kernel.runner;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** Values from the command line as Java: what looks like a number or a truth value is one, all else is a string. */
final class Parameters {
    private static final Pattern LITERAL = Pattern
            .compile(
                    "true|false|[-+]?(?:0|[1-9][0-9]{0,8})|[-+]?[0-9]{1,18}L|[-+]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");

    private Parameters() {}

    static boolean isName(String text) {
        return SourceVersion.isIdentifier(text) && !SourceVersion.isKeyword(text);
    }

    /** A cell that declares them all. */
    static String cell(Map<String, String> params) {
        return "// Parameters\n" + params.entrySet().stream()
                .map(param -> "var " + param.getKey() + " = " + literal(param.getValue()) + ";")
                .collect(Collectors.joining("\n"));
    }

    private static String literal(String value) {
        return LITERAL.matcher(value).matches() ? value : '"' + escaped(value) + '"';
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r");
    }
}
