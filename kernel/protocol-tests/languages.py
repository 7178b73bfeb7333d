"""The snippets that the tests run, for each language that a kernel under test may speak.

Python stands here so that the tests themselves can be checked: what ipykernel passes is known to ask for what the
protocol says. `pytest --kernel NAME` selects by the language of the kernelspec.
"""

from __future__ import annotations

from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager


class Java:
    kernel = "greenloom"
    name = "java"
    extension = ".java"
    mimetype = "text/x-java"
    lacks: dict[str, str] = {}
    answers_while_a_cell_runs = True

    hello = 'IO.println("hello, world")'
    to_stderr = 'System.err.println("something is wrong")'
    raising = 'throw new IllegalStateException("the kettle is empty")'
    raising_name = "IllegalStateException"
    error_line = "Cell In[{count}], line {line}"
    interrupted_names = ("Interrupted",)
    broken = "int fine = 1;\nint broken = ;\n"
    completion = ('String word = "x"; word.toUpperC', "toUpperCase", "toUpperC")
    inspection = ("Math.max", "max")
    complete = ["int x = 1;", "1 + 1", "for (int i = 0; i < 3; i++) { }", "// just a remark"]
    incomplete = [("for (int i = 0; i < 3; i++) {", "    "), ("int f() {\n    return 1;", ""), ("1 +", "")]
    invalid = ["int int = 3;"]
    generator = [
        "Generator<Integer, String, Void> echo = generator(co -> {\n"
        "    int count = 0;\n"
        "    while (true) {\n"
        '        IO.println("got " + co.yield(++count));\n'
        "    }\n"
        "});\n"
        "echo.next()",
        'echo.send("a word")',
        "echo.close(); echo.state()",
    ]
    generator_sees = [("1", ""), ("2", "got a word"), ("CLOSED", "")]

    @staticmethod
    def say(text: str) -> str:
        return f'IO.println("{text}");'

    @staticmethod
    def say_error(text: str) -> str:
        return f'System.err.println("{text}");'

    @staticmethod
    def assign(name: str, value: int) -> str:
        return f"int {name} = {value};"

    @staticmethod
    def method(name: str) -> str:
        return f"int {name}(int n) {{\n    return n * 2;\n}}"

    @staticmethod
    def type(name: str) -> str:
        return f"class {name} {{\n    int size() {{ return 7; }}\n}}"

    @staticmethod
    def size_of_new(name: str) -> str:
        return f"new {name}().size()"

    use_import = ["import java.text.MessageFormat;", 'MessageFormat.format("{0}!", "yes")', '"yes!"']

    @staticmethod
    def wait_at(gate: Path) -> str:
        return f'while (!Files.exists(Path.of("{gate}"))) {{ sleep(0.005); }}'

    @classmethod
    def spawn(cls, *statements: str) -> str:
        return "spawn(() -> { " + " ".join(statements) + " return null; });"

    await_a_greenlet = "await(spawn(() -> { sleep(0.01); return 6 * 7; }))"
    two_greenlets_take_turns = (
        "List<String> turns = new ArrayList<>();\n"
        "void take(String name) {\n"
        "    for (int i = 0; i < 3; i++) { turns.add(name + i); yieldNow(); }\n"
        "}\n"
        'joinAll(spawn(() -> take("a")), spawn(() -> take("b")));\n'
        'String.join(" ", turns)'
    )
    cell_runs_on_until_it_waits = (
        "List<String> order = new ArrayList<>();\n"
        'spawn(() -> order.add("greenlet"));\n'
        'order.add("cell");\n'
        "sleep(0);\n"
        'String.join(" ", order)'
    )
    turns = "a0 b0 a1 b1 a2 b2"

    stoppable = {
        "sleep": "sleep(600);",
        "await": "await(new AsyncResult<Integer>());",
        "blocking read": (
            "try (var door = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());\n"
            "        var line = new java.net.Socket(door.getInetAddress(), door.getLocalPort())) {\n"
            "    line.getInputStream().read();\n"
            "}"
        ),
        "Thread.sleep": "Thread.sleep(600_000);",
        "take from an empty queue": "new LinkedBlockingQueue<String>().take();",
        "endless loop": "while (true) {}",
        "endless loop in a method": "long spin(long n) {\n    for (;;) { n += n % 7; }\n}\nspin(1);",
        "loop in a lambda": "Runnable busy = () -> { while (true) { } };\nbusy.run();",
        "loop that catches exceptions": "while (true) { try { sleep(1); } catch (Exception e) { } }",
        "loop in a stream": "Stream.generate(() -> 1).filter(n -> n > 1).findFirst();",
        "endless recursion": (
            "int down(int n) { try { return down(n + 1); } catch (StackOverflowError e) { return down(n + 1); } }\ndown(0);"
        ),
        "lock wait": (
            "var taken = new java.util.concurrent.locks.ReentrantLock();\n"
            "new Thread(() -> { taken.lock(); }).start();\n"
            "while (!taken.isLocked()) sleep(0.001);\ntaken.lock();"
        ),
        "monitor": (
            "var door = new Object(); var shut = new CountDownLatch(1);\n"
            "Thread.ofPlatform().daemon().start(() -> { synchronized (door) { shut.countDown();"
            " try { Thread.sleep(600_000); } catch (InterruptedException e) { } } });\n"
            "shut.await();\nsynchronized (door) { }"
        ),
        "semaphore": "new Semaphore(0).acquireUninterruptibly();",
        "join of a greenlet": "spawn(() -> sleep(600)).join();",
        "read of a process": "new ProcessBuilder(\"sleep\", \"600\").start().getInputStream().read();",
        "native call": (
            "var linker = java.lang.foreign.Linker.nativeLinker();\n"
            "var nap = linker.downcallHandle(linker.defaultLookup().find(\"sleep\").orElseThrow(),\n"
            "    java.lang.foreign.FunctionDescriptor.of(java.lang.foreign.ValueLayout.JAVA_INT,"
            " java.lang.foreign.ValueLayout.JAVA_INT));\n"
            "int slept = (int) nap.invokeExact(30);"
        ),
    }

    show_html = 'display(html("<b>tea</b>"));'
    show_with_hints = 'display(svg("<svg/>"), Map.of("image/svg+xml", Map.of("width", 30)));'
    comm_echo = """onComm("echo", (comm, opening) -> {
    comm.onMessage(m -> comm.send(m.data(), m.buffers().toArray(byte[][]::new)));
    comm.onClose(m -> IO.println("closed " + m.data().get("why")));
    comm.send(Map.of("opened", opening.data()));
});
onComm("bad", (comm, opening) -> { throw new IllegalStateException("not today"); });"""
    comm_open = """var gauge = comm("gauge", Map.of("value", 3), new byte[] {0, -1});
gauge.onMessage(m -> {
    if (m.data().get("value").equals("bad")) throw new IllegalStateException("off the scale");
    IO.println("set to " + m.data().get("value"));
});"""
    comm_send = 'gauge.send(Map.of("value", 4));'
    comm_close = 'gauge.close(Map.of("why", "done"));'
    comm_late = 'onComm("late", (comm, _) -> { sleep(0.1); comm.onMessage(m -> comm.send(m.data())); });'
    comm_slow = 'onComm("slow", (comm, _) -> comm.onMessage(m -> { sleep(600); }));'
    show_and_update = 'var steeping = display(html("<b>cold</b>")); steeping.update(html("<b>hot</b>"));'
    ask_password = 'IO.println("got " + password("pin? "));'
    ask_input = 'IO.println("got " + IO.readln("name? "));'

    @staticmethod
    def fail_in_method() -> str:
        return "int boil(int cups) {\n    return 10 / cups;\n}\nboil(2);\nboil(0)"

    failing_method_lines = (5, 2)

    @staticmethod
    def many_lines(count: int) -> str:
        return f'for (int i = 0; i < {count}; i++) IO.println("line " + i);'


class PlainJava(Java):
    """What any kernel of Java understands."""

    lacks = {
        "late output": "only greenlets wait without holding a thread",
        "Java samples": "jupyter_kernel_test is set up for Greenloom alone",
        "greenlets": "the kernel has none",
        "display": "kernels of Java have no common call for it",
        "comms": "kernels of Java have no common call for them",
        "the history's file": "other kernels have none, or elsewhere",
        "greenlet traceback": "the frames of other kernels differ",
        "compile position": "the errors of other kernels differ",
        "subshells": "the snippets need greenlets",
    }
    hello = 'System.out.println("hello, world");'
    ask_input = 'System.out.println("got " + new java.util.Scanner(System.in).nextLine());'
    stoppable = {
        "sleep": "Thread.sleep(600_000);",
        "take from an empty queue": "new java.util.concurrent.LinkedBlockingQueue<String>().take();",
        "endless loop": "while (true) {}",
    }

    @staticmethod
    def say(text: str) -> str:
        return f'System.out.println("{text}");'

    @staticmethod
    def wait_at(gate: Path) -> str:
        return f'while (!java.nio.file.Files.exists(java.nio.file.Path.of("{gate}"))) {{ Thread.sleep(5); }}'

    @staticmethod
    def many_lines(count: int) -> str:
        return f'for (int i = 0; i < {count}; i++) System.out.println("line " + i);'


class Python(Java):
    kernel = "python3"
    name = "python"
    extension = ".py"
    mimetype = "text/x-python"
    lacks = {
        "services while a cell runs": "ipykernel answers nothing on the shell channel while a cell runs",
        "late output": "ipykernel runs background tasks only while some cell runs, and guesses their cell",
        "compile position": "ipykernel's syntax errors carry no 'Cell In[n], line k' of this form",
        "Java samples": "jupyter_kernel_test is set up for Greenloom alone",
        "the notebooks": "the notebooks speak Java",
        "the network": "the servers speak Java",
        "native output": "these tests speak Java",
        "magics": "ipykernel has its own",
        "subshells": "the snippets speak Java",
        "the runner": "ipykernel has none",
        "the history's file": "it is where ipykernel wants it",
        "handlers that wait": "ipykernel's handlers of comms cannot wait",
        "greenlet traceback": "the frames of other kernels differ",
    }

    answers_while_a_cell_runs = False
    hello = 'print("hello, world")'
    to_stderr = 'import sys; print("something is wrong", file=sys.stderr)'
    raising = 'raise ValueError("the kettle is empty")'
    raising_name = "ValueError"
    interrupted_names = ("KeyboardInterrupt", "CancelledError")
    broken = "fine = 1\nbroken = = 2\n"
    completion = ('word = "x"; word.upp', "upper", "upp")
    inspection = ("max", "max")
    complete = ["x = 1", "1 + 1", "# just a remark"]
    incomplete = [("for i in range(3):", "    "), ("def f():\n    return 1", "")]
    invalid = ["x = = 3"]
    generator = [
        "def echoing():\n    count = 0\n    while True:\n        count += 1\n        print('got', (yield count))\n"
        "echo = echoing()\nnext(echo)",
        "echo.send('a word')",
        "echo.close(); import inspect; inspect.getgeneratorstate(echo)",
    ]
    generator_sees = [("1", ""), ("2", "got a word"), ("'GEN_CLOSED'", "")]

    @staticmethod
    def say(text: str) -> str:
        return f'print("{text}")\n'

    @staticmethod
    def say_error(text: str) -> str:
        return f'import sys; print("{text}", file=sys.stderr)\n'

    @staticmethod
    def assign(name: str, value: int) -> str:
        return f"{name} = {value}"

    @staticmethod
    def method(name: str) -> str:
        return f"def {name}(n):\n    return n * 2"

    @staticmethod
    def type(name: str) -> str:
        return f"class {name}:\n    def size(self): return 7"

    @staticmethod
    def size_of_new(name: str) -> str:
        return f"{name}().size()"

    use_import = ["import textwrap", 'textwrap.dedent("  yes!")', "'yes!'"]

    @staticmethod
    def wait_at(gate: Path) -> str:
        return f'import asyncio, os\nwhile not os.path.exists("{gate}"): await asyncio.sleep(0.005)\n'

    @classmethod
    def spawn(cls, *statements: str) -> str:
        body = "".join(statements).replace("\n", "\n    ")
        return f"import asyncio\nasync def late():\n    {body}\ntask = asyncio.ensure_future(late())\n"

    await_a_greenlet = "import asyncio\nasync def answer():\n    return 42\nawait answer()"
    two_greenlets_take_turns = (
        "import asyncio\nturns = []\nasync def take(name):\n    for i in range(3):\n"
        "        turns.append(f'{name}{i}'); await asyncio.sleep(0)\n"
        "await asyncio.gather(take('a'), take('b'))\nprint(' '.join(turns)); ' '.join(turns)"
    )
    cell_runs_on_until_it_waits = (
        "import asyncio\norder = []\nasync def add(): order.append('greenlet')\n"
        "t = asyncio.ensure_future(add())\norder.append('cell')\nawait asyncio.sleep(0)\n' '.join(order)"
    )
    turns = "'a0 b0 a1 b1 a2 b2'"

    stoppable = {
        "sleep": "import time; time.sleep(600)",
        "blocking read": "import socket; a, b = socket.socketpair(); a.recv(1)",
        "endless loop": "while True: pass",
    }

    show_and_update = (
        'from IPython.display import HTML, display\n'
        'steeping = display(HTML("<b>cold</b>"), display_id=True); steeping.update(HTML("<b>hot</b>"))'
    )
    show_html = 'from IPython.display import HTML, display; display(HTML("<b>tea</b>"))'
    show_with_hints = (
        "from IPython.display import SVG, display\n"
        "display(SVG('<svg/>'), metadata={'image/svg+xml': {'width': 30}})"
    )
    comm_echo = """def opened(comm, opening):
    comm.on_msg(lambda m: comm.send(m["content"]["data"], buffers=m["buffers"]))
    comm.on_close(lambda m: print("closed " + m["content"]["data"]["why"]))
    comm.send({"opened": opening["content"]["data"]})
def bad(comm, opening):
    raise ValueError("not today")
get_ipython().kernel.comm_manager.register_target("echo", opened)
get_ipython().kernel.comm_manager.register_target("bad", bad)"""
    comm_open = """from comm import create_comm
gauge = create_comm("gauge", {"value": 3}, buffers=[b"\\x00\\xff"])
def take(m):
    if m["content"]["data"]["value"] == "bad": raise ValueError("off the scale")
    print("set to", m["content"]["data"]["value"])
gauge.on_msg(take)"""
    comm_send = 'gauge.send({"value": 4})'
    comm_close = 'gauge.close({"why": "done"})'
    ask_password = 'import getpass; print("got " + getpass.getpass("pin? "))'
    ask_input = 'print("got " + input("name? "))'

    @staticmethod
    def fail_in_method() -> str:
        return "def boil(cups):\n    return 10 / cups\n\nboil(2)\nboil(0)"

    @staticmethod
    def many_lines(count: int) -> str:
        return f'for i in range({count}): print("line", i)'


LANGUAGES = {"java": Java, "plain java": PlainJava, "python": Python}


def installed(kernel: str) -> tuple[type[Java], Path]:
    """How to speak with a kernel that the user's Jupyter knows by that name, and where it is."""
    spec = KernelSpecManager().get_kernel_spec(kernel)
    kin = {"java": PlainJava, "python": Python}.get(spec.language.lower())
    if kin is None:
        raise LookupError(f"{kernel} speaks {spec.language}, for which there are no snippets in languages.py.")
    return type(kin.__name__, (kin,), {"kernel": kernel}), Path(spec.resource_dir)
