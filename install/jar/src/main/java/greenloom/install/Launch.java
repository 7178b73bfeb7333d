package greenloom.install;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kernel's launcher as a child that has this process's terminal. */
final class Launch {
    private Launch() {}

    /** Runs the launcher in {@code home} to its end; its exit status. */
    static int run(Machine machine, Path home, List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = prepare(machine, home, arguments).inheritIO();
        Map<String, String> environment = builder.environment();
        String jar = "java -jar " + Packed.jar();
        environment.put("GREENLOOM_DOCTOR_INSTALL", jar + " install");
        Process child = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child)));
        leaveInterruptsToTheChild();
        return child.waitFor();
    }

    static ProcessBuilder prepare(Machine machine, Path home, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(machine.launcher(home).toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        machine.jdk().ifPresent(jdk -> builder.environment().putIfAbsent("JDK_HOME", jdk.toString()));
        return builder;
    }

    private static void end(Process child) {
        child.destroy();
        try {
            child.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ctrl-C goes to both processes of a terminal, and means the cell. Called when the child is there: it would inherit
     * this. By reflection, because {@code sun.misc.Signal}, the JDK's only way, cannot be named without a warning.
     */
    private static void leaveInterruptsToTheChild() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Field ignore = handler.getField("SIG_IGN");
            signal.getMethod("handle", signal, handler).invoke(null,
                    signal.getConstructor(String.class).newInstance("INT"),
                    ignore.get(null));
        } catch (ReflectiveOperationException e) {
            System.err.println("greenloom: Ctrl-C ends more than the cell: " + e);
        }
    }
}
