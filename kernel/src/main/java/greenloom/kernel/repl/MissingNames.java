package greenloom.kernel.repl;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/** What somebody may have meant by a name that javac cannot find: a class to import, a slip of a known name, a library. */
final class MissingNames {
    private static final Pattern MISSING = Pattern
            .compile("cannot find symbol: (class|variable|method|interface) (\\w+)(?:\\(.*\\))?(?:\nlocation: (.*))?",
                    Pattern.DOTALL);
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+) does not exist");
    private static final Pattern IN_PACKAGE = Pattern.compile("package ([\\w.]+)");
    private static final Pattern TYPE = Pattern.compile("(?:variable \\w+ of type|class|interface) ([\\w.]+)");

    private final Supplier<Collection<String>> known;
    private final TypeFinder types;

    /** @param known the names that stand for themselves where the cell is: variables, methods, types */
    MissingNames(Supplier<Collection<String>> known, TypeFinder types) {
        this.known = known;
        this.types = types;
    }

    /** A sentence, where there is something to suggest. */
    Optional<String> hint(String message, String cell) {
        Matcher noPackage = PACKAGE.matcher(message);
        Matcher missing = MISSING.matcher(message);
        if (noPackage.lookingAt()) {
            return Optional.of(hintOfPackage(noPackage.group(1)));
        }
        if (!missing.lookingAt()) {
            return Optional.empty();
        }
        String name = missing.group(2);
        return missing.group(3) == null ? hintOfName(missing.group(1), name, cell)
                : hintOfMember(name, missing.group(3));
    }

    /** {@code Files.readString} where Files is unknown is a variable to javac. */
    private Optional<String> hintOfName(String kind, String name, String cell) {
        boolean mayBeType = !kind.equals("method") && Character.isUpperCase(name.charAt(0));
        List<String> classes = mayBeType ? JdkClasses.named(name) : List.of();
        if (!classes.isEmpty()) {
            return Optional
                    .of(classes.stream().map(each -> "import " + each + ";").collect(Collectors.joining(" or ")));
        }
        Optional<String> near = near(name, candidates(cell));
        return near.isPresent() || !mayBeType
                ? near
                : Optional.of("If it is of a library: %maven group:artifact:version, then import it");
    }

    /** Also what stands in the cell itself: it may be declared there, though the cell has failed. */
    private Stream<String> candidates(String cell) {
        Stream<String> written = Names.identifiers(cell).stream().filter(word -> !SourceVersion.isKeyword(word));
        return Stream.of(known.get().stream(), types.simpleNames(), written).flatMap(names -> names);
    }

    private Optional<String> hintOfMember(String name, String location) {
        Matcher inPackage = IN_PACKAGE.matcher(location);
        if (inPackage.matches()) {
            return near(name, types.namesIn(inPackage.group(1)));
        }
        Matcher type = TYPE.matcher(location);
        return type.lookingAt()
                ? types.find(type.group(1)).flatMap(found -> near(name, members(found)))
                : Optional.empty();
    }

    private static Stream<String> members(Class<?> type) {
        return Stream.concat(Arrays.stream(type.getMethods()).map(method -> method.getName()),
                Stream.concat(Arrays.stream(type.getDeclaredMethods()).map(method -> method.getName()),
                        Arrays.stream(type.getFields()).map(field -> field.getName())));
    }

    private static Optional<String> near(String name, Stream<String> candidates) {
        return Near.of(name, candidates.filter(each -> !each.contains("$") && !each.equals(name)).distinct().toList())
                .map(meant -> "Did you mean " + meant + "?");
    }

    private static String hintOfPackage(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return Character.isUpperCase(last.charAt(0)) || !name.contains(".")
                ? hintOfQualifier(last)
                : nearPackage(name)
                        .orElse("If it is of a library: %maven group:artifact:version makes it known");
    }

    /** Only for what begins as the JDK's packages do: {@code com.example.tea} is near to many a name. */
    private static Optional<String> nearPackage(String name) {
        return name.matches("javax?\\..*") ? near(name, JdkClasses.packages().stream()) : Optional.empty();
    }

    /** {@code Foo.bar()} where nothing is called Foo is a package to javac. */
    private static String hintOfQualifier(String name) {
        List<String> classes = Character.isUpperCase(name.charAt(0)) ? JdkClasses.named(name) : List.of();
        return classes.isEmpty()
                ? "Nothing here is called " + name + "; if it is of a library: %maven group:artifact:version"
                : classes.stream().map(each -> "import " + each + ";").collect(Collectors.joining(" or "));
    }
}
