package greenloom.kernel.repl;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;

/**
 * Gives classes new code in place, so that variables that hold instances of them need not be reset. Done for the types
 * that users declare alone: it takes the JVM longer than to define a class, and a method or a variable loses nothing in
 * being replaced by a new one.
 */
final class Redefiner {
    private final CellLoader loader;
    private final List<String> redefined = new ArrayList<>();

    Redefiner(CellLoader loader) {
        this.loader = loader;
    }

    /** False if the classes have to be replaced by others. */
    boolean redefine(ClassBytecodes[] classes) {
        if (Arrays.stream(classes).noneMatch(each -> Names.isInner(each.name()))
                || Arrays.stream(classes).anyMatch(each -> loader.hasGenerators(each.name()))) {
            return false;
        }
        Optional<Instrumentation> instrumentation = Agent.instrumentation();
        boolean done = instrumentation.isPresent() && redefine(instrumentation.get(), classes);
        if (done) {
            for (ClassBytecodes each : classes) {
                loader.declare(each.name(), each.bytecodes());
                redefined.add(each.name());
            }
        }
        return done;
    }

    private boolean redefine(Instrumentation instrumentation, ClassBytecodes[] classes) {
        List<ClassDefinition> definitions = new ArrayList<>();
        for (ClassBytecodes each : classes) {
            // A class that nothing has needed yet is not defined: it will be, with the new bytes.
            loader.defined(each.name())
                    .map(type -> new ClassDefinition(type, loader.weave(each.name(), each.bytecodes())))
                    .ifPresent(definitions::add);
        }
        try {
            instrumentation.redefineClasses(definitions.toArray(ClassDefinition[]::new));
            loader.redefined(definitions.stream().collect(Collectors.toMap(
                    each -> each.getDefinitionClass().getName(), ClassDefinition::getDefinitionClassFile)));
            return true;
        } catch (UnsupportedOperationException | LinkageError | ClassNotFoundException | UnmodifiableClassException e) {
            // Its shape changed, which a JVM cannot do to a class.
            return false;
        }
    }

    /** Once it is known where their lines are: the classes that were redefined before say so too. */
    void settle() {
        Agent.instrumentation().ifPresent(instrumentation -> {
            ClassBytecodes[] again = redefined.stream()
                    .map(name -> new ClassBytecodes(name, loader.declared().get(name)))
                    .filter(each -> each.bytecodes() != null).toArray(ClassBytecodes[]::new);
            if (again.length > 0) {
                redefine(instrumentation, again);
            }
        });
        redefined.clear();
    }
}
