package greenloom;

import static greenloom.Async.generator;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What CPython's test_generators.py promises of a single generator, case by case. */
class GeneratorCasesTest {
    /** A case: what is done, told as text, and what the text is. */
    record Row(String id, String source, Callable<?> scenario, String expected) {
        @Override
        public String toString() {
            return id + " py/test_generators.py:" + source;
        }
    }

    private static Row row(String id, int line, String expected, Callable<?> scenario) {
        return new Row(id, String.valueOf(line), scenario, expected);
    }

    private static <Y extends @Nullable Object> Generator<Y, Object, @Nullable Void> gen(
            Generator.Body<Y, Object> body) {
        return generator(body);
    }

    private static <R extends @Nullable Object> Generator<@Nullable Object, @Nullable Object, R> returning(
            Generator.ReturningBody<@Nullable Object, @Nullable Object, R> body) {
        return Generator.returning(body);
    }

    /** What a call gives or throws. */
    private static String told(Callable<?> call) {
        try {
            return String.valueOf(call.call());
        } catch (StopIteration end) {
            return "StopIteration(" + end.value() + ")";
        } catch (Throwable thrown) {
            return thrown.getClass().getSimpleName() + " "
                    + String.valueOf(thrown.getMessage()).split(":", 2)[0];
        }
    }

    private static String told(Generator<?, ?, ?> generator, int times) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(told(generator::next));
        }
        return String.join(" ", all);
    }

    private static String close(Generator<?, ?, ?> generator) {
        return told(() -> {
            generator.close();
            return "closed";
        });
    }

    private static List<Object> list(Generator<?, ?, ?> generator) {
        List<Object> all = new ArrayList<>();
        generator.forEach(all::add);
        return all;
    }

    /** For code after it that the compiler shall keep. */
    private static boolean trueAtRunTime() {
        return Boolean.parseBoolean("true");
    }

    private static int zeroDivision() {
        return 1 / Integer.parseInt("0");
    }

    private static Generator<Integer, Object, @Nullable Void> range(int end) {
        return gen(co -> {
            for (int i = 0; i < end; i++) {
                co.yield(i);
            }
        });
    }

    private static <T> Generator<List<T>, Object, @Nullable Void> combinations(List<T> of, int size) {
        return gen(co -> {
            if (size > of.size()) {
                return;
            }
            if (size == 0) {
                co.yield(List.of());
                return;
            }
            List<T> rest = of.subList(1, of.size());
            for (List<T> smaller : combinations(rest, size - 1)) {
                List<T> whole = new ArrayList<>(List.of(of.getFirst()));
                whole.addAll(smaller);
                co.yield(whole);
            }
            combinations(rest, size).forEach(co::yield);
        });
    }

    private static Generator<Integer, Object, @Nullable Void> from(int start) {
        return gen(co -> {
            for (int i = start;; i++) {
                co.yield(i);
            }
        });
    }

    private static Generator<Integer, Object, @Nullable Void> sieve(Generator<Integer, Object, @Nullable Void> ints) {
        return gen(co -> {
            int prime = ints.next();
            co.yield(prime);
            Generator<Integer, Object, @Nullable Void> others = gen(in -> {
                for (int i : ints) {
                    if (i % prime != 0) {
                        in.yield(i);
                    }
                }
            });
            co.yieldFrom(sieve(others));
        });
    }

    private record Tree(String label, @Nullable Tree left, @Nullable Tree right) {
        static @Nullable Tree of(String labels) {
            int middle = labels.length() / 2;
            return labels.isEmpty() ? null
                    : new Tree(labels.substring(middle, middle + 1), of(labels.substring(0, middle)),
                            of(labels.substring(middle + 1)));
        }

        static Generator<String, Object, @Nullable Void> inOrder(@Nullable Tree tree) {
            return gen(co -> {
                if (tree != null) {
                    inOrder(tree.left).forEach(co::yield);
                    co.yield(tree.label);
                    co.yieldFrom(inOrder(tree.right));
                }
            });
        }
    }

    private static Generator<Integer, Object, @Nullable Void> permutationsOf(int n, Deque<Integer> taken) {
        return gen(co -> {
            if (taken.size() == n) {
                co.yield(taken.stream().reduce(0, (a, b) -> a * 10 + b));
            }
            for (int i = 1; i <= n; i++) {
                if (!taken.contains(i)) {
                    taken.addLast(i);
                    co.yieldFrom(permutationsOf(n, taken));
                    taken.removeLast();
                }
            }
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // A generator that knows itself.
    private static Generator<Object, Object, ?>[] self() {
        return new Generator[1];
    }

    static Stream<Row> values() {
        return Stream.of(
                row("G02", 169, "IllegalStateException can't send non-null value to a just-started generator, 1",
                        () -> {
                            Generator<Integer, Object, ?> g = gen(co -> co.yield(1));
                            return told(() -> g.send(0)) + ", " + told(g::next);
                        }),
                row("G03", 436, "1 StopIteration([2])", () -> {
                    var g = returning(co -> co.yield(1));
                    return told(g::next) + " " + told(() -> g.send(List.of(2)));
                }),
                row("G101", 446, "StopIteration(2)", () -> {
                    var g = returning(co -> co.yield(1));
                    g.next();
                    try {
                        return g.send(new StopIteration(2));
                    } catch (StopIteration end) {
                        return told(() -> {
                            throw (StopIteration) end.value();
                        });
                    }
                }),
                row("G102", 742, "1 2 StopIteration(null)", () -> told(gen(co -> {
                    co.yield(1);
                    co.yield(2);
                }), 3)),
                row("G103", 766, "1 StopIteration(null) StopIteration(null)", () -> told(gen(co -> {
                    co.yield(1);
                    if (trueAtRunTime()) {
                        return;
                    }
                    co.yield(2);
                }), 3)),
                row("G104", 818, "[0, 1, 2, 3, 4]", () -> list(range(5))),
                row("G105", 827, "0, [1, 2, 3, 4]", () -> {
                    var r = range(5);
                    return r.next() + ", " + list(r);
                }));
    }

    static Stream<Row> iteration() {
        return Stream.of(
                row("G106", 846, "[0, 1, 2, 3, 4]", () -> list(gen(co -> range(5).forEach(co::yield)))),
                row("G107", 1026, "[null, null, null, null]", () -> list(gen(co -> {
                    for (int i = 0; i < 4; i++) {
                        co.yield(null);
                    }
                }))),
                row("G108", 1049, "[[1, 2], [1, 3], [1, 4], [2, 3], [2, 4], [3, 4]]",
                        () -> list(combinations(List.of(1, 2, 3, 4), 2))),
                row("G109", 1049, "[[]] []", () -> list(combinations(List.of(1, 2), 0)) + " "
                        + list(combinations(List.of(1, 2), 3))),
                row("G22", 1126, "CREATED RUNNING SUSPENDED CLOSED", () -> {
                    Generator<Object, Object, ?>[] me = self();
                    me[0] = gen(co -> co.yield(me[0].state()));
                    String states = me[0].state() + " " + me[0].next() + " " + me[0].state();
                    told(me[0]::next);
                    return states + " " + me[0].state();
                }),
                row("G110", 1110, "true", () -> {
                    var g = range(3);
                    g.iterator().next();
                    return list(g).equals(List.of(1, 2));
                }),
                row("G111", 1220, "5 6 7 8 9 10 11", () -> told(from(5), 7)),
                row("G112", 1236, "2 3 5 7 11 13 17 19 23 29", () -> told(sieve(from(2)), 10)),
                row("G113", 987, "A B C D E F G H I J K L M",
                        () -> told(Tree.inOrder(Tree.of("ABCDEFGHIJKLM")), 13)),
                row("G114", 2052, "[123, 132, 213, 231, 312, 321]",
                        () -> list(permutationsOf(3, new ArrayDeque<>()))),
                row("G115", 1570, "[0, 1, 2]", () -> list(gen(co -> {
                    for (int i = 0; i < 3; i++) {
                        try {
                            if (trueAtRunTime()) {
                                continue;
                            }
                            zeroDivision();
                        } finally {
                            co.yield(i);
                        }
                    }
                }))),
                row("G116", 1608, "<Generator \"f\" CREATED>", () -> Async.generator("f", co -> co.yield(5))));
    }

    static Stream<Row> coroutines() {
        return Stream.of(
                row("G117", 1619, "[1] [1, 2]", () -> list(gen(co -> co.yield(1))) + " " + list(gen(co -> {
                    co.yield(1);
                    co.yield(2);
                }))),
                row("G01", 2188, "1 2 [42]", () -> {
                    List<Object> printed = new ArrayList<>();
                    var g = gen(co -> {
                        printed.add(String.valueOf(co.yield(1)));
                        co.yield(2);
                    });
                    return g.next() + " " + g.send(42) + " " + printed;
                }),
                row("G118", 2222, "[] [10] [10, 20] [10, 20, 30]", () -> {
                    List<Integer> seen = new ArrayList<>();
                    Generator<Integer, Integer, @Nullable Void> counter = generator(co -> {
                        int sum = 0;
                        while (true) {
                            sum += co.yield(sum);
                            seen.add(sum);
                        }
                    });
                    counter.next();
                    StringBuilder all = new StringBuilder(seen.toString());
                    for (int i = 0; i < 3; i++) {
                        counter.send(10);
                        all.append(' ').append(seen);
                    }
                    return all;
                }),
                row("G119", 2507, "a [1, 2] b [27, 2] StopIteration(null) [27, 27]", () -> {
                    int[] data = {1, 2};
                    Generator<String, Integer, @Nullable Void> g = generator(co -> {
                        data[co.yield("a")] = 27;
                        data[co.yield("b")] = 27;
                    });
                    return g.send(null) + " " + List.of(data[0], data[1]) + " " + g.send(0) + " "
                            + List.of(data[0], data[1]) + " " + told(() -> g.send(1)) + " " + List.of(data[0], data[1]);
                }),
                row("G120", 709, "null a null null", () -> {
                    Generator<Object, Object, @Nullable Void> a = Async.generator("a", co -> co.yield(1));
                    Generator<Object, Object, @Nullable Void> b = gen(co -> {
                        co.yieldFrom(a);
                        co.yield(2);
                    });
                    StringBuilder all = new StringBuilder().append(b.delegate());
                    b.next();
                    all.append(' ').append(b.delegate() == null ? null : b.delegate().name());
                    b.next();
                    all.append(' ').append(b.delegate());
                    told(b::next);
                    return all.append(' ').append(b.delegate());
                }));
    }

    static Stream<Row> exceptions() {
        return Stream.of(
                row("G04", 422, "1 IllegalStateException generator raised StopIteration StopIteration(null)",
                        () -> told(gen(co -> {
                            co.yield(1);
                            throw new StopIteration(null);
                        }), 3)),
                row("G130", 412, "IllegalStateException generator raised StopIteration", () -> told(gen(_ -> {
                    throw new StopIteration(null);
                }), 1)),
                row("G05", 864, "IllegalStateException generator already executing", () -> {
                    Generator<Object, Object, ?>[] me = self();
                    me[0] = gen(co -> co.yield(me[0].next()));
                    return told(me[0]::next);
                }),
                row("G131", 788, "[]", () -> list(gen(co -> {
                    try {
                        return;
                    } catch (RuntimeException _) {
                        co.yield(1);
                    }
                }))),
                row("G132", 797, "[42]", () -> list(gen(co -> {
                    try {
                        throw new StopIteration(null);
                    } catch (StopIteration _) {
                        co.yield(42);
                    }
                }))),
                row("G133", 807, "[1]", () -> list(gen(co -> {
                    try {
                        return;
                    } finally {
                        co.yield(1);
                    }
                }))),
                row("G134", 904, "ArithmeticException / by zero StopIteration(null)",
                        () -> told(gen(co -> co.yield(zeroDivision())), 2)),
                row("G135", 923, "[1, 2, 4, 5, 8, 9, 10, 11]", () -> list(gen(GeneratorCasesTest::nestedTries))),
                row("G136", 1037, "[1, 2, 3]", () -> list(gen(co -> {
                    co.yield(1);
                    try {
                        throw new StopIteration(null);
                    } catch (StopIteration _) {
                        co.yield(2);
                    }
                    co.yield(3);
                }))));
    }

    static Stream<Row> exceptionsInLoops() {
        return Stream.of(
                row("G137", 1476, "[12, 666]", () -> list(gen(co -> {
                    try {
                        co.yield(12);
                        zeroDivision();
                    } catch (ArithmeticException _) {
                        co.yield(666);
                    }
                }))),
                row("G138", 253, "null 1 2 IllegalArgumentException mine", () -> {
                    var g = gen(co -> {
                        try {
                            co.yield(null);
                        } catch (IllegalArgumentException e) {
                            co.yield(1);
                            co.yield(2);
                            throw e;
                        }
                    });
                    return g.next() + " " + told(() -> g.throwInto(new IllegalArgumentException("mine"))) + " "
                            + told(g, 2);
                }),
                row("G139", 289, "done", () -> {
                    try {
                        throw new IllegalArgumentException();
                    } catch (IllegalArgumentException _) {
                        return told(gen(co -> co.yield("done")), 1);
                    }
                }),
                row("G140", 328, "100", () -> {
                    Generator<Integer, Object, @Nullable Void> outer = gen(co -> {
                        try {
                            throw new IllegalStateException();
                        } catch (IllegalStateException _) {
                            range(100).forEach(co::yield);
                        }
                    });
                    return list(outer).size();
                }));
    }

    static Stream<Row> thrownInto() {
        return Stream.of(
                row("G06", 2276, "null caught xyz null", () -> {
                    List<Object> printed = new ArrayList<>();
                    var g = catching(printed);
                    return g.next() + " " + told(() -> {
                        Object next = g.throwInto(new IllegalArgumentException("xyz"));
                        return printed.getFirst() + " " + next;
                    });
                }),
                row("G141", 2343, "null null IOException no StopIteration(null)", () -> {
                    var g = catching(new ArrayList<>());
                    return g.next() + " " + g.send(1) + " " + told(() -> g.throwInto(new java.io.IOException("no")))
                            + " "
                            + told(() -> g.send(2));
                }),
                row("G142", 2359, "IllegalArgumentException 6", () -> {
                    var g = range(0);
                    told(g::next);
                    return told(() -> g.throwInto(new IllegalArgumentException("6")));
                }),
                row("G07", 2364, "IllegalArgumentException 7 StopIteration(null) []", () -> {
                    List<Object> printed = new ArrayList<>();
                    var g = gen(co -> {
                        printed.add("ran");
                        co.yield(1);
                    });
                    return told(() -> g.throwInto(new IllegalArgumentException("7"))) + " " + told(g, 1) + " "
                            + printed;
                }),
                row("G143", 2320, "NullPointerException throwInto needs an exception to throw 0", () -> {
                    var g = range(1);
                    return told(() -> g.throwInto(nothing())) + " " + g.next();
                }));
    }

    @SuppressWarnings("NullAway") // Null is what is being refused.
    private static Throwable nothing() {
        return null;
    }

    private static Generator<Object, Object, @Nullable Void> catching(List<Object> printed) {
        return gen(co -> {
            while (true) {
                try {
                    printed.add(String.valueOf(co.yield(null)));
                } catch (IllegalArgumentException e) {
                    printed.add("caught " + e.getMessage());
                }
            }
        });
    }

    private static void nestedTries(Yielder<Object, Object> co) {
        try {
            co.yield(1);
            try {
                co.yield(2);
                zeroDivision();
                co.yield(3);
            } catch (ArithmeticException e) {
                co.yield(4);
                co.yield(5);
                throw e;
            } catch (RuntimeException _) {
                co.yield(6);
            }
            co.yield(7);
        } catch (RuntimeException _) {
            co.yield(8);
        }
        co.yield(9);
        try {
            trueAtRunTime();
        } finally {
            co.yield(10);
        }
        co.yield(11);
    }

    /** A body that waits at a yield and does {@code atExit} when it is closed there. */
    private static Generator<@Nullable Object, @Nullable Object, @Nullable Object> exiting(
            Callable<@Nullable Object> atExit) {
        return returning(co -> {
            try {
                co.yield(null);
            } catch (GeneratorExit _) {
                return atExit.call();
            }
            return "end";
        });
    }

    static Stream<Row> closing() {
        return Stream.of(
                row("G150", 460, "closed null CLOSED", () -> {
                    var g = returning(co -> co.yield(1));
                    g.next();
                    return close(g) + " " + g.returnValue() + " " + g.state();
                }),
                row("G10", 468, "closed 0", () -> {
                    var g = exiting(() -> 0);
                    g.next();
                    return close(g) + " " + g.returnValue();
                }),
                row("G151", 480, "closed null", () -> {
                    var g = returning(co -> {
                        co.yield(1);
                        return 0;
                    });
                    g.next();
                    return close(g) + " " + g.returnValue();
                }),
                row("G152", 491, "closed null", () -> {
                    var g = exiting(() -> 0);
                    return close(g) + " " + g.returnValue();
                }),
                row("G153", 501, "null StopIteration(end) closed", () -> {
                    var g = exiting(() -> 0);
                    return told(g, 2) + " " + close(g);
                }),
                row("G154", 514, "closed closed 0", () -> {
                    var g = exiting(() -> 0);
                    g.next();
                    return close(g) + " " + close(g) + " " + g.returnValue();
                }),
                row("G155", 526, "IllegalArgumentException raised CLOSED", () -> {
                    var g = exiting(() -> {
                        throw new IllegalArgumentException("raised");
                    });
                    g.next();
                    return close(g) + " " + g.state();
                }),
                row("G09", 2402, "closed closed [exiting]", () -> {
                    List<String> printed = new ArrayList<>();
                    var g = exiting(() -> printed.add("exiting"));
                    g.next();
                    return close(g) + " " + close(g) + " " + printed;
                }));
    }

    static Stream<Row> closingWithFinally() {
        return Stream.of(
                row("G156", 2413, "closed []", () -> {
                    List<String> printed = new ArrayList<>();
                    return close(exiting(() -> printed.add("exiting"))) + " " + printed;
                }),
                row("G14", 2436, "closed [finally]", () -> {
                    List<String> printed = new ArrayList<>();
                    var g = gen(co -> {
                        try {
                            co.yield(1);
                        } catch (Exception _) {
                            printed.add("except");
                        } finally {
                            printed.add("finally");
                        }
                    });
                    g.next();
                    return close(g) + " " + printed;
                }),
                row("G12", 2452, "IllegalStateException generator ignored GeneratorExit closed", () -> {
                    var g = gen(co -> {
                        try {
                            co.yield(1);
                        } catch (GeneratorExit _) {
                            co.yield("foo!");
                        }
                    });
                    g.next();
                    return close(g) + " " + close(g);
                }),
                row("G157", 2481, "UnsupportedOperationException fie!", () -> {
                    var g = exiting(() -> {
                        throw new UnsupportedOperationException("fie!");
                    });
                    g.next();
                    return close(g);
                }));
    }

    @ParameterizedTest
    @MethodSource({"values", "iteration", "coroutines", "exceptions", "exceptionsInLoops", "thrownInto", "closing",
            "closingWithFinally"})
    void isAsInPython(Row row) throws Exception {
        assertThat(String.valueOf(row.scenario().call())).isEqualTo(row.expected());
    }

    @ParameterizedTest
    @MethodSource({"values", "iteration", "coroutines", "exceptions", "exceptionsInLoops", "thrownInto", "closing",
            "closingWithFinally"})
    void isAsInPythonOnALoop(Row row) {
        EventLoop.run(() -> isAsInPython(row));
    }
}
