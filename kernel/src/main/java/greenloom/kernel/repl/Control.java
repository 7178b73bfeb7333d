package greenloom.kernel.repl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * JShell's way to running code: in this process, on the cell's greenlet. JShell drops some of the exceptions that it
 * gets from here without a word, so what happened is told to the {@link Evaluation} besides.
 */
final class Control implements ExecutionControl {
    private final CellLoader loader;
    private final Places places;
    private final ReentrantLock lock;
    private final Runnable settle;

    /**
     * @param lock held by whoever calls JShell; not while user code runs
     * @param settle finds out where the classes loaded last come from
     */
    Control(CellLoader loader, Places places, ReentrantLock lock, Runnable settle) {
        this.loader = loader;
        this.places = places;
        this.lock = lock;
        this.settle = settle;
    }

    /** Keeps the bytes. Nothing is defined or initialized here: JShell's own lock is held. */
    @Override
    public void load(ClassBytecodes[] classes) {
        for (ClassBytecodes each : classes) {
            loader.add(each.name(), each.bytecodes());
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
            Method method = loader.loadClass(className).getDeclaredMethod(methodName);
            method.setAccessible(true);
            evaluation.returned(unlocked(() -> evaluation.foreground().call(() -> call(method))));
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

    private static @Nullable Object call(Method method) throws Exception {
        try {
            return method.invoke(null);
        } catch (InvocationTargetException e) {
            throw Thrown.sneaky(e.getCause());
        }
    }

    private interface Call {
        @Nullable Object run() throws Throwable;
    }

    /** Other cells, completion and inspection go on meanwhile. */
    private @Nullable Object unlocked(Call call) throws Throwable {
        lock.unlock();
        try {
            return call.run();
        } finally {
            lock.lock();
        }
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
