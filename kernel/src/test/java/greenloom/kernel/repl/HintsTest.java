package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HintsTest {
    private static final Notebook NOTEBOOK = new Notebook();

    @BeforeAll
    static void declare() {
        NOTEBOOK.value("record Teapot(int volume) { }", "List<Integer> numbers = new ArrayList<>(); int x = 5;");
    }

    @AfterAll
    static void close() {
        NOTEBOOK.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
          String s = 'hello';                        | single ones are for one character: "hello"
          print("x")                                 | IO.println(...)
          println("x")                               | IO.println(...)
          var y = await t;                           | await(t)
          await t                                    | await(t)
          await client.get("/");                     | await(client.get("/"))
          var g = generator(co -> { yield 1; });     | co.yield(1)
          def f(n):                                  | A method begins with the type of what it returns: int f(int n)
          for i in numbers:                          | for (var i : numbers) { ... }
          if x == 1:                                 | if (x == 1) { ... }
          # a remark                                 | // a remark
          boolean b = True;                          | It is written true
          Object o = None;                           | Nothing is written null
          boolean b = x > 3 and x < 5;               | && (and), || (or), ! (not)
          len(numbers)                               | numbers.size()
          var list = [1, 2];                         | List.of(1, 2)
          var f = lambda n: n + 1;                   | n -> n + 1
          fresh = 3;                                 | var fresh = ...;
          HttpClient c = null;                       | import java.net.http.HttpClient;
          var m = Pattern.compile("x");              | import java.util.regex.Pattern;
          List<Integer> all = numbrs;                | Did you mean numbers?
          new Teapot(1).volum()                      | Did you mean volume?
          "abc".lenght()                             | Did you mean length?
          numbers.ad(1);                             | Did you mean add?
          spwan(() -> 1)                             | Did you mean spawn?
          Teapott t;                                 | Did you mean Teapot?
          import java.util.Lisst;                    | Did you mean List?
          import java.utill.List;                    | Did you mean java.util?
          java.util.concurent.locks.Lock k;          | Did you mean java.util.concurrent.locks?
          ArrayLisst<Integer> all;                   | Did you mean ArrayList?
          Greenlt<Integer> t;                        | Did you mean Greenlet?
          import com.example.tea.Leaf;               | %maven group:artifact:version
          com.example.tea.Leaf.pick()                | %maven group:artifact:version
          LeafPicker.pick()                          | %maven group:artifact:version
          """)
    void aMistakeIsAnsweredWithTheRightForm(String code, String hint) {
        assertThat(Notebook.shown(NOTEBOOK.failure(code))).contains(hint);
    }

    @Test
    void aMissingSemicolonInsideACellIsExplained() {
        assertThat(Notebook.shown(NOTEBOOK.failure("int a = 1\nint b = 2;")))
                .contains("line 1, column 10", "Statements end in a semicolon");
    }

    @Test
    void aHintIsGivenOnce() {
        assertThat(Notebook.shown(NOTEBOOK.failure("def f(n):\n    return n"))).containsOnlyOnce("A method begins");
    }

    @Test
    void aNameDeclaredInTheSameCellIsSuggestedToo() {
        assertThat(Notebook.shown(NOTEBOOK.failure("int kettles = 1;\nkettle + 1")))
                .contains("Did you mean kettles?");
    }

    @Test
    void anErrorOfAnotherKindHasNoHint() {
        String[] lines = Notebook.shown(NOTEBOOK.failure("int n = \"text\";")).split("\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[3].strip()).startsWith("^");
    }
}
