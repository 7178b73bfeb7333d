package greenloom.kernel.repl;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.MethodSnippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/**
 * What methods take and return, {@code (int, int) -> String}, for names that are offered to be put in. Read from classes:
 * JShell knows more, but takes it a parse of the JDK's source for each name.
 */
final class Signatures {
    private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");
    private static final Pattern RESULT = Pattern.compile("((?:[^\\s<]|<.*?>)+) ");

    /** JShell reads the JDK's source for each. */
    private static final int MOST_ASKED = 8;

    private static final String OR = " | ";

    private final SourceCodeAnalysis analysis;
    private final TypeFinder types;
    private final List<MethodSnippet> own;

    /** @param own the methods that the notebook declares */
    Signatures(SourceCodeAnalysis analysis, TypeFinder types, List<MethodSnippet> own) {
        this.analysis = analysis;
        this.types = types;
        this.own = own;
    }

    /**
     * Tells, for the name of a method that stands behind {@code before}, its signature and those of its overloads; empty
     * where unknown.
     *
     * @param start where in {@code before} the latest statement begins
     */
    UnaryOperator<String> behind(String before, int start) {
        return before.stripTrailing().endsWith(".") ? members(before, start) : this::ofName;
    }

    private UnaryOperator<String> members(String before, int start) {
        List<Method> all = Receiver.of(before.substring(start)).flatMap(this::typeOf).stream()
                .flatMap(Signatures::methods).toList();
        if (!all.isEmpty()) {
            return name -> told(
                    all.stream().filter(method -> method.getName().equals(name)).map(Signatures::text));
        }
        AtomicInteger left = new AtomicInteger(MOST_ASKED);
        return name -> left.getAndDecrement() > 0 ? asked(before, name) : "";
    }

    /** What JShell knows, where the receiver is a variable that the same cell declares, or one of a lambda. */
    private String asked(String before, String name) {
        String call = before + name + "(";
        return told(analysis.documentation(call, call.length(), false).stream().map(Documentation::signature)
                .map(signature -> text(name, signature)));
    }

    /** Of {@code char java.lang.String.charAt(int index)}. */
    private static String text(String name, String signature) {
        int open = signature.indexOf('(', Math.max(0, signature.indexOf("." + name + "(")));
        Matcher result = RESULT.matcher(signature);
        return shortened(signature.substring(open)) + (result.lookingAt() ? " -> " + shortened(result.group(1)) : "");
    }

    private Optional<Class<?>> typeOf(String receiver) {
        String type = analysis.analyzeType(receiver, receiver.length());
        return types.find(type == null ? receiver : Names.clean(type).replaceFirst("<.*", ""));
    }

    private static Stream<Method> methods(Class<?> type) {
        Stream<Method> inherited = type.isInterface() ? Arrays.stream(Object.class.getMethods()) : Stream.empty();
        return Stream.of(Arrays.stream(type.getMethods()), Arrays.stream(type.getDeclaredMethods()), inherited)
                .flatMap(each -> each)
                .filter(method -> !method.isSynthetic() && !Modifier.isPrivate(method.getModifiers()));
    }

    private String ofName(String name) {
        Stream<String> declared = own.stream().filter(method -> method.name().equals(name)).map(Signatures::text);
        Stream<String> imported = types.ofStaticImports().flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getName().equals(name)).map(Signatures::text);
        return told(Stream.concat(declared, imported));
    }

    private static String told(Stream<String> overloads) {
        return overloads.distinct().sorted().collect(Collectors.joining(OR));
    }

    /** JShell writes {@code (int,int)String}. */
    private static String text(MethodSnippet method) {
        int end = method.signature().lastIndexOf(')') + 1;
        return shortened(method.signature().substring(0, end).replaceAll(",(?! )", ", ") + " -> "
                + method.signature().substring(end));
    }

    private static String text(Method method) {
        return Arrays.stream(method.getParameters()).map(Signatures::text).collect(Collectors.joining(", ", "(", ")"))
                + " -> " + text(method.getGenericReturnType());
    }

    private static String text(Parameter parameter) {
        String type = text(parameter.getParameterizedType());
        String shown = parameter.isVarArgs() ? type.replaceFirst("\\[]$", "...") : type;
        return parameter.isNamePresent() ? shown + " " + parameter.getName() : shown;
    }

    private static String text(Type type) {
        return shortened(type.getTypeName()).replace('$', '.');
    }

    private static String shortened(String types) {
        return Names.clean(PACKAGE.matcher(types).replaceAll(""));
    }
}
