package greenloom.kernel.repl;

import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.TypeTag;
import com.sun.tools.javac.tree.JCTree;
import com.sun.tools.javac.tree.JCTree.JCClassDecl;
import com.sun.tools.javac.tree.JCTree.JCCompilationUnit;
import com.sun.tools.javac.tree.JCTree.JCExpression;
import com.sun.tools.javac.tree.JCTree.JCExpressionStatement;
import com.sun.tools.javac.tree.JCTree.JCMethodDecl;
import com.sun.tools.javac.tree.JCTree.JCSkip;
import com.sun.tools.javac.tree.JCTree.JCStatement;
import com.sun.tools.javac.tree.JCTree.JCVariableDecl;
import com.sun.tools.javac.tree.TreeMaker;
import com.sun.tools.javac.util.Context;
import java.util.List;

/**
 * The class around one expression or statement. Its method is void and leaves a value in a field: what stands behind
 * {@code throw} or an endless loop could not be reached. All but the piece stands in line 1, so the piece's lines count as
 * they do in the cell.
 */
final class DirectUnit {
    static final String METHOD = "do_it$";
    static final String VALUE = "value$";

    enum Form {
        STATEMENT, VALUE
    }

    private final String simpleName;
    private final String text;
    private final Form form;

    DirectUnit(int number, String imports, String source, Form form) {
        this.simpleName = Names.OWN_WRAPPER.substring(Names.PACKAGE.length() + 1) + number;
        this.form = form;
        char last = JavaScan.of(source).last();
        boolean whole = last == ';' || (last == '}' && form == Form.STATEMENT);
        String end = whole ? "" : "\n;";
        this.text = "package " + Names.PACKAGE + ";" + imports + "final class " + simpleName + "{public static Object "
                + VALUE
                + ";public static void " + METHOD + "() throws Throwable{" + (form == Form.VALUE ? VALUE + "=" : "")
                + source + end + "\n}}";
    }

    String className() {
        return Names.PACKAGE + "." + simpleName;
    }

    String text() {
        return text;
    }

    /** Only a call may turn out to be void, and only statements end like this. */
    static Form likeliest(String source) {
        char last = JavaScan.of(source).last();
        return last == ';' || last == '}' || last == ')' || last == '+' || last == '-' ? Form.STATEMENT : Form.VALUE;
    }

    private static List<JCStatement> statements(JCCompilationUnit tree) {
        JCClassDecl type = (JCClassDecl) tree.getTypeDecls().getFirst();
        JCMethodDecl method = (JCMethodDecl) type.defs.stream().filter(JCMethodDecl.class::isInstance)
                .filter(each -> ((JCMethodDecl) each).name.contentEquals(METHOD)).findFirst().orElseThrow();
        return method.body.stats.stream().filter(each -> !(each instanceof JCSkip)).toList();
    }

    /** Whether it declares nothing that would have to outlive it. */
    boolean isPlain(JCCompilationUnit tree) {
        return tree.getTypeDecls().size() == 1
                && statements(tree).stream()
                        .noneMatch(each -> each instanceof JCVariableDecl || each instanceof JCClassDecl);
    }

    /**
     * Makes the attributed class keep the value that its statement has.
     *
     * @return whether it has one
     */
    boolean keepValue(JCCompilationUnit tree, Context context) {
        if (form == Form.VALUE) {
            return true;
        }
        List<JCStatement> statements = statements(tree);
        if (statements.size() != 1 || !(statements.getFirst() instanceof JCExpressionStatement statement)
                || statement.expr.type.hasTag(TypeTag.VOID)) {
            return false;
        }
        VarSymbol field = field(tree);
        JCExpression value = statement.expr;
        TreeMaker make = TreeMaker.instance(context).at(value.pos);
        statement.expr = make.Assign(make.Ident(field), value).setType(field.type);
        return true;
    }

    private static VarSymbol field(JCCompilationUnit tree) {
        List<JCTree> members = ((JCClassDecl) tree.getTypeDecls().getFirst()).defs;
        return members.stream().filter(JCVariableDecl.class::isInstance).map(each -> ((JCVariableDecl) each).sym)
                .findFirst().orElseThrow();
    }
}
