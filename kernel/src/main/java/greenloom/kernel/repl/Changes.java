package greenloom.kernel.repl;

import greenloom.Tasks;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the redefinitions of one cell mean for what was there before, in words for its author: which variables were reset,
 * which hold instances of a class that is another one now, and which code goes on as it was. Told once, at the cell's
 * end: what the cell itself has replaced until then needs no word.
 */
final class Changes {
    private final OldCode old;
    private final Set<String> types = new LinkedHashSet<>();
    private final Set<String> code = new LinkedHashSet<>();
    private final Set<String> lost = new LinkedHashSet<>();

    Changes(References references) {
        this.old = new OldCode(references);
    }

    /**
     * In the place of {@code type}, a class around snippets, is another one.
     *
     * @param moved its variables that have another type now
     */
    void replaced(Class<?> type, List<Field> moved) {
        List<String> inside = Arrays.stream(type.getDeclaredClasses()).map(Class::getSimpleName).toList();
        List<String> methods = methods(type).toList();
        // Variables alone stay where they are: whatever reads them goes on reading them.
        if (!inside.isEmpty() || !methods.isEmpty() || !moved.isEmpty()) {
            old.replaced(type.getName());
            types.addAll(inside);
            code.addAll(methods);
            moved.forEach(field -> code.add(field.getName()));
        }
    }

    /** A class has new code, and its instances with it. */
    void redefined(String name) {
        old.redefined(name);
        code.add(Names.clean(name).replace('$', '.'));
    }

    /** The variable's value could not be carried over, though nobody declared it anew. */
    void lost(String variable) {
        lost.add(variable);
    }

    private static Stream<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> !method.isSynthetic())
                .map(method -> Names.method(method.getName())).filter(name -> !name.isEmpty());
    }

    /**
     * A sentence for each thing to be told.
     *
     * @param variables what there is now, with their values
     * @param live the greenlets that live beside the cell's own
     */
    List<String> sentences(Supplier<SortedMap<String, @Nullable Object>> variables,
            Supplier<List<Tasks.Task>> live) {
        List<String> told = new ArrayList<>();
        if (!lost.isEmpty()) {
            told.add("Reset, because the class of its value changed its shape: " + String.join(", ", lost));
        }
        if (!old.isEmpty()) {
            SortedMap<String, @Nullable Object> now = variables.get();
            tell(told, types, " changed shape; instances of before, now of another class, are still held by ",
                    holders(now, value -> old.isOldInstance(value.getClass())));
            tell(told, code.isEmpty() ? types : code,
                    ": what was started before keeps the old code until it is started anew: ",
                    running(now, live.get()));
        }
        return told;
    }

    private static void tell(List<String> told, Set<String> changed, String how, List<String> whom) {
        if (!whom.isEmpty()) {
            told.add((changed.isEmpty() ? "Variables" : String.join(", ", changed)) + how + String.join(", ", whom));
        }
    }

    private List<String> running(SortedMap<String, @Nullable Object> variables, List<Tasks.Task> live) {
        Stream<String> greenlets = live.stream().filter(each -> each.stack().stream().anyMatch(old::runsIn))
                .map(each -> "greenlet \"" + each.name() + "\""
                        + (each.cell() == null ? "" : " of " + each.cell()));
        List<String> holders = holders(variables, this::runsOldCode);
        return Stream.concat(greenlets, holders.stream()).toList();
    }

    private boolean runsOldCode(Object value) {
        return value instanceof Thread thread ? Arrays.stream(thread.getStackTrace()).anyMatch(old::runsIn)
                : old.runsIn(value.getClass());
    }

    private static List<String> holders(Map<String, @Nullable Object> variables, Predicate<Object> wanted) {
        return variables.entrySet().stream().filter(entry -> Holdings.any(entry.getValue(), wanted))
                .map(Map.Entry::getKey).toList();
    }
}
