package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JShell compiles anew must find all that it needs, tuned and not. */
class TunedShellTest {
    private static final String SWITCH = "greenloom.jshell.tuned";

    @AfterEach
    void reset() {
        System.clearProperty(SWITCH);
    }

    private static Notebook notebook(boolean tuned) {
        System.setProperty(SWITCH, String.valueOf(tuned));
        return new Notebook();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRedefinedMethodIsSeenByThoseThatCallIt(boolean tuned) {
        try (Notebook notebook = notebook(tuned)) {
            notebook.value("int base = 100;", "int h() { return 1; }", "int g() { return 10; }",
                    "int f() { return base + g() + h(); }");
            assertThat(notebook.value("f()")).isEqualTo("111");
            assertThat(notebook.value("int g() { return 20; }", "f()")).isEqualTo("121");
            assertThat(notebook.value("long h() { return 2L; }", "int f() { return (int) (base + g() + h()); }", "f()"))
                    .isEqualTo("122");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRedefinedClassIsSeenByWhatUsesIt(boolean tuned) {
        try (Notebook notebook = notebook(tuned)) {
            notebook.value("int more = 5;", "class A { int v() { return 1; } }",
                    "int use(A a) { return a.v() + more; }", "class B extends A { }");
            assertThat(notebook.value("use(new B())")).isEqualTo("6");
            notebook.value("class A { int v() { return w() + 1; } int w() { return 1; } }");
            assertThat(notebook.value("use(new A()) + use(new B())")).isEqualTo("14");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWaitedForADeclarationOrAnImportBecomesWhole(boolean tuned) {
        try (Notebook notebook = notebook(tuned)) {
            notebook.value("int helper() { return 7; }", "int f() { return helper() + later(); }",
                    "int later() { return 1; }");
            assertThat(notebook.value("f()")).isEqualTo("8");
            notebook.value("Object crc() { return new CRC32().getValue(); }", "import java.util.zip.*;");
            assertThat(notebook.value("crc()")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overloadsAndRecursionOverCellsWork(boolean tuned) {
        try (Notebook notebook = notebook(tuned)) {
            notebook.value("String show(int i) { return \"int\"; }", "String show(String s) { return show(1) + s; }");
            assertThat(notebook.value("show(\"!\")")).isEqualTo("\"int!\"");
            notebook.value("boolean even(int n) { return n == 0 || odd(n - 1); }",
                    "boolean odd(int n) { return n != 0 && even(n - 1); }");
            assertThat(notebook.value("even(10)")).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aValueOfAnUnspeakableTypeIsAResult(boolean tuned) {
        try (Notebook notebook = notebook(tuned)) {
            notebook.value("var o = new Object() { int hidden = 3; };");
            assertThat(notebook.value("o.hidden")).isEqualTo("3");
        }
    }
}
