package greenloom.kernel.repl;

import com.sun.tools.javac.code.ClassFinder;
import com.sun.tools.javac.code.Flags;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.PackageSymbol;
import com.sun.tools.javac.code.Symtab;
import com.sun.tools.javac.util.Context;
import com.sun.tools.javac.util.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What a compiler's context that is kept from cell to cell knows of their classes. New ones are added to it, so that a cell
 * costs the same after many declarations as after few. Called under the engine's lock.
 */
final class CellSymbols {
    private final CellLoader loader;
    private final DirectFiles files;
    private final Map<Context, Integer> read = new WeakHashMap<>();

    CellSymbols(CellLoader loader, DirectFiles files) {
        this.loader = loader;
        this.files = files;
    }

    /** Makes known what cells have declared since {@code context} was last asked about. */
    void renew(Context context) {
        int latest = loader.declarations();
        Integer before = read.put(context, latest);
        PackageSymbol cells = before == null || before == latest ? null : cells(context);
        if (cells == null || cells.members_field == null) {
            return; // not read yet: then all is
        }
        Symtab symbols = Symtab.instance(context);
        Names names = Names.instance(context);
        List<String> fresh = loader.declaredSince(before);
        // The symbols of others lead to the one that is there: where it has changed, all are read anew.
        if (fresh.stream().anyMatch(name -> symbols.getClass(symbols.unnamedModule, names.fromString(name)) != null)) {
            forgetAll(symbols, cells, ClassFinder.instance(context));
        } else {
            fresh.forEach(name -> enter(name, symbols, names, cells));
        }
    }

    /** As javac does it with each file that it finds in a package. */
    private void enter(String name, Symtab symbols, Names names, PackageSymbol cells) {
        ClassSymbol symbol = symbols.enterClass(symbols.unnamedModule, names.fromString(simpleName(name)), cells);
        symbol.classfile = files.compiled(name);
        symbol.flags_field |= Flags.CLASS_SEEN;
        cells.members_field.enter(symbol);
    }

    private static void forgetAll(Symtab symbols, PackageSymbol cells, ClassFinder finder) {
        List<ClassSymbol> stale = new ArrayList<>();
        symbols.getAllClasses().forEach(stale::add);
        stale.stream().filter(symbol -> symbol.packge() == cells)
                .forEach(symbol -> symbols.removeClass(symbols.unnamedModule, symbol.flatName()));
        cells.members_field = null;
        cells.completer = finder.getCompleter();
    }

    /** Nothing will ever name these classes, the outermost of which is {@code outermost}. */
    static void forget(Context context, String outermost, Collection<String> classes) {
        PackageSymbol cells = cells(context);
        if (cells != null && cells.members_field != null) {
            Names names = Names.instance(context);
            Symtab symbols = Symtab.instance(context);
            cells.members_field.getSymbolsByName(names.fromString(simpleName(outermost)))
                    .forEach(symbol -> cells.members_field.remove(symbol));
            symbols.removeClass(symbols.unnamedModule, names.fromString(outermost));
            classes.forEach(name -> symbols.removeClass(symbols.unnamedModule, names.fromString(name)));
        }
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static PackageSymbol cells(Context context) {
        Symtab symbols = Symtab.instance(context);
        return symbols.getPackage(symbols.unnamedModule,
                Names.instance(context).fromString(greenloom.kernel.repl.Names.PACKAGE));
    }
}
