package greenloom.differential;

import greenloom.weaving.InMemory;
import greenloom.weaving.Loader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Writes programs in Java and has them run woven, many in one class. */
final class JavaPrograms {
    private final IntPredicate stackful;
    private int batches;
    private long compiledBodies;
    private long stackfulBodies;

    /** {@code stackful} tells which bodies give their yielder away. */
    JavaPrograms(IntPredicate stackful) {
        this.stackful = stackful;
    }

    /** The traces of all of them, in order. */
    List<List<String>> run(List<Program> programs) throws ReflectiveOperationException {
        String name = "greenloom.differential.Batch" + batches++;
        Loader woven = new Loader(InMemory.compile(name, source(name, programs), "-g", "-Xlint:none"), true);
        List<List<String>> traces = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            JavaProgram program = (JavaProgram) woven.loadClass(name + "$Program" + i).getConstructor().newInstance();
            traces.add(program.trace());
            compiledBodies += program.compiled();
            stackfulBodies += program.stackful();
        }
        return traces;
    }

    private String source(String name, List<Program> programs) {
        StringBuilder text = new StringBuilder(
                "package greenloom.differential;\nimport greenloom.*;\npublic final class "
                        + name.substring(name.lastIndexOf('.') + 1) + " {\n");
        for (int i = 0; i < programs.size(); i++) {
            text.append(JavaSource.of(programs.get(i), "Program" + i, stackful));
        }
        return text.append("}\n").toString();
    }

    long compiledBodies() {
        return compiledBodies;
    }

    long stackfulBodies() {
        return stackfulBodies;
    }
}
