package greenloom.kernel.repl;

import java.net.MalformedURLException;
import java.nio.file.Path;
import jdk.jshell.spi.ExecutionControl;

/**
 * JShell's idea of a place where code runs. Here it only keeps what JShell compiles and notes what JShell wants to be
 * run: all of a cell is compiled before any of it runs. So JShell, which passes over some errors without a word, never
 * gets to see one of the user's.
 */
final class Control implements ExecutionControl {
    private final CellLoader loader;
    private final Places places;
    private final Redefiner redefiner;

    Control(CellLoader loader, Places places, Redefiner redefiner) {
        this.loader = loader;
        this.places = places;
        this.redefiner = redefiner;
    }

    /** Keeps the bytes. Nothing is defined or initialized here: JShell's own lock is held. */
    @Override
    public void load(ClassBytecodes[] classes) {
        for (ClassBytecodes each : classes) {
            loader.declare(each.name(), each.bytecodes());
            places.loaded(each.name());
            if (Evaluation.CURRENT.isBound()) {
                Evaluation.CURRENT.get().loaded(each.name());
            }
        }
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws ClassInstallException {
        if (!redefiner.redefine(classes)) {
            throw new ClassInstallException("to be replaced", new boolean[classes.length]);
        }
        for (ClassBytecodes each : classes) {
            places.loaded(each.name());
            if (Evaluation.CURRENT.isBound()) {
                Evaluation.CURRENT.get().redefined(each.name());
            }
        }
    }

    @Override
    public String invoke(String className, String methodName) {
        Evaluation.CURRENT.get().call(className, methodName);
        // JShell fails on null.
        return "null";
    }

    @Override
    public String varValue(String className, String varName) {
        return "";
    }

    @Override
    public void addToClasspath(String path) throws InternalException {
        try {
            loader.add(Path.of(path));
        } catch (MalformedURLException e) {
            throw new InternalException("Not a path: " + path);
        }
    }

    /** Interrupts have their own way, to the greenlet. */
    @Override
    public void stop() {}

    @Override
    public Object extensionCommand(String command, Object arg) throws NotImplementedException {
        throw new NotImplementedException(command);
    }

    @Override
    public void close() {}
}
