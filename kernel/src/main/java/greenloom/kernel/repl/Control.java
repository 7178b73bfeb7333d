package greenloom.kernel.repl;

import java.net.MalformedURLException;
import java.nio.file.Path;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.SPIResolutionException;

/**
 * JShell's way to running code: in this process, on the cell's greenlet. JShell drops some of the exceptions that it
 * gets from here without a word, so what happened is told to the {@link Evaluation} besides.
 */
final class Control implements ExecutionControl {
    private final CellLoader loader;
    private final Places places;
    private final Invoker invoker;
    private final Runnable settle;

    /**
     * @param settle finds out where the classes loaded last come from
     */
    Control(CellLoader loader, Places places, Invoker invoker, Runnable settle) {
        this.loader = loader;
        this.places = places;
        this.invoker = invoker;
        this.settle = settle;
    }

    /** Keeps the bytes. Nothing is defined or initialized here: JShell's own lock is held. */
    @Override
    public void load(ClassBytecodes[] classes) {
        for (ClassBytecodes each : classes) {
            loader.declare(each.name(), each.bytecodes());
            places.loaded(each.name());
        }
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
        throw new NotImplementedException("redefine");
    }

    @Override
    public String invoke(String className, String methodName) throws RunException {
        Evaluation evaluation = Evaluation.CURRENT.get();
        try {
            settle.run();
            evaluation.returned(invoker.invoke(className, methodName, evaluation.foreground()));
        } catch (SPIResolutionException e) {
            evaluation.threw(e);
            throw new ResolutionException(e.id(), e.getStackTrace());
        } catch (Throwable e) {
            evaluation.threw(e);
            // JShell fails on a message that is null, and has no use for the rest: the evaluation has the exception itself.
            throw new UserException("", e.getClass().getName(), new StackTraceElement[0]);
        }
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
