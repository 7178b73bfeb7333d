package greenloom.kernel.repl;

import greenloom.kernel.display.Renderers;
import greenloom.kernel.output.Cell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** The workspace of an engine. */
final class EngineWorkspace implements Workspace {
    private final Engine engine;
    private final Loops loops;

    EngineWorkspace(Engine engine, Loops loops) {
        this.engine = engine;
        this.loops = loops;
    }

    @Override
    public List<Declaration> declarations(Cell asking) throws InterruptedException {
        Map<String, String> values = shown(engine.variables().values(), asking);
        return engine.askShell(shell -> Stream
                .of(variables(shell, values), methods(shell), types(shell)).flatMap(all -> all)
                .sorted(Comparator.comparing(Declaration::kind).thenComparing(Declaration::name)).toList());
    }

    private static Stream<Declaration> variables(JShell shell, Map<String, String> values) {
        return shell.variables().filter(each -> shell.status(each).isDefined()).filter(each -> isNamed(each))
                .map(each -> new Declaration(Kind.VARIABLE, each.name(), Names.clean(each.typeName()),
                        values.getOrDefault(each.name(), "")));
    }

    private static boolean isNamed(VarSnippet variable) {
        return !variable.name().startsWith("$");
    }

    private static Stream<Declaration> methods(JShell shell) {
        return shell.methods().filter(each -> shell.status(each).isActive()).map(EngineWorkspace::method);
    }

    private static Declaration method(MethodSnippet each) {
        String signature = each.signature();
        int result = signature.lastIndexOf(')') + 1;
        return new Declaration(Kind.METHOD, each.name() + "(" + each.parameterTypes() + ")",
                signature.substring(result),
                "");
    }

    private static Stream<Declaration> types(JShell shell) {
        return shell.types().filter(each -> shell.status(each).isActive()).map(EngineWorkspace::type);
    }

    private static Declaration type(TypeDeclSnippet each) {
        return new Declaration(Kind.TYPE, each.name(), "", "");
    }

    /** A value's toString is user code: it runs where that runs. */
    private Map<String, String> shown(SortedMap<String, @Nullable Object> values, Cell asking)
            throws InterruptedException {
        Map<String, String> texts = new TreeMap<>();
        try (Foreground foreground = new Foreground(loops.of(asking), asking, "workspace", engine.loader())) {
            foreground.call(() -> {
                values.forEach((name, value) -> texts.put(name,
                        String.valueOf(Renderers.render(value).data().get("text/plain"))));
                return null;
            });
            return texts;
        } catch (InterruptedException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("rendering throws nothing else", e);
        }
    }

    @Override
    public Set<String> forget(Collection<String> names) {
        Set<String> unknown = new LinkedHashSet<>(names);
        engine.drop(snippet -> names.contains(snippet.name()) && forget(snippet, unknown));
        return unknown;
    }

    private boolean forget(PersistentSnippet snippet, Set<String> unknown) {
        unknown.remove(snippet.name());
        return true;
    }

    @Override
    public void forgetAll() {
        engine.drop(_ -> true);
    }

    @Override
    public List<Path> classPath() {
        return engine.classPath();
    }

    @Override
    public void addToClassPath(Collection<Path> entries) {
        engine.addToClassPath(new ArrayList<>(entries));
    }
}
