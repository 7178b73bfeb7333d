package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskGroupTest {
    private final Trail trail = new Trail();

    private void sleeper(String name, double seconds) {
        try {
            sleep(seconds);
            trail.add(name + " done");
        } catch (CancelledException e) {
            trail.add(name + " cancelled");
            throw e;
        }
    }

    private static void failAfter(double seconds, String message) throws IOException {
        sleep(seconds);
        throw new IOException(message);
    }

    @Test
    @Case({"py-TG-01 py/test_asyncio/test_taskgroups.py:35", "py-TG-02 py/test_asyncio/test_taskgroups.py:52"})
    void theBlockEndsWhenAllChildrenHaveEnded() {
        Virtual.run(() -> {
            Greenlet<Integer> first;
            try (TaskGroup group = TaskGroup.open()) {
                first = group.spawn(() -> {
                    sleep(1);
                    return 42;
                });
                group.spawn(() -> sleeper("child", 3));
                trail.add("body");
            }
            trail.add("after " + Virtual.now());
            assertThat(first.get()).isEqualTo(42);
        });
        trail.is("body", "child done", "after 3.0");
    }

    @Test
    @Case({"A16 py/test_asyncio/test_taskgroups.py:91", "A16 py/test_asyncio/test_taskgroups.py:128"})
    void theFirstFailureEndsTheSiblingsAndTheBody() {
        Virtual.run(() -> {
            assertThatThrownBy(() -> {
                try (TaskGroup group = TaskGroup.open()) {
                    group.spawn(() -> failAfter(0.1, "no"));
                    group.spawn(() -> sleeper("sibling", 10));
                    try {
                        sleep(10);
                        trail.add("not reached");
                    } finally {
                        trail.add("body ended");
                    }
                }
            }).isInstanceOfSatisfying(TaskGroupException.class, e -> {
                assertThat(e.errors()).singleElement().isInstanceOf(IOException.class);
                assertThat(e).hasMessage("unhandled errors in a TaskGroup (1 error: java.io.IOException: no)");
            });
            assertThat(Virtual.now()).isEqualTo("0.1");
        });
        trail.is("sibling cancelled", "body ended");
    }

    @Test
    @Case({"py-TG-03 py/test_asyncio/test_taskgroups.py:109", "py-TG-07 py/test_asyncio/test_taskgroups.py:191"})
    void allErrorsAreInOneException() {
        Virtual.run(() -> {
            assertThatThrownBy(() -> {
                try (TaskGroup group = TaskGroup.open()) {
                    group.spawn(() -> failAfter(1, "a"));
                    group.spawn(() -> failAfter(1, "b"));
                    group.spawn(() -> {
                        try {
                            sleep(10);
                        } finally {
                            sleep(1);
                            failAfter(0, "c, while it was cancelled");
                        }
                    });
                }
            }).isInstanceOfSatisfying(TaskGroupException.class,
                    e -> assertThat(e.errors()).extracting(Throwable::getMessage)
                            .containsExactly("a", "b", "c, while it was cancelled"));
            assertThat(Virtual.now()).isEqualTo("2.0");
        });
    }

    @Test
    @Case("A18 py/test_asyncio/test_taskgroups.py:69")
    void aChildThatIsCancelledOrKilledIsNoError() {
        Virtual.run(() -> {
            try (TaskGroup group = TaskGroup.open()) {
                Greenlet<?> cancelled = group.spawn(() -> sleep(10));
                Greenlet<?> killed = group.spawn(() -> sleep(10));
                group.spawn(() -> sleeper("third", 2));
                sleep(1);
                cancelled.cancel();
                killed.kill();
            }
        });
        trail.is("third done");
    }

    @Test
    @Case({"A18 py/test_asyncio/test_taskgroups.py:733", "A18 py/test_asyncio/test_taskgroups.py:782",
            "A18 py/test_asyncio/test_taskgroups.py:797", "A18 py/test_asyncio/test_taskgroups.py:812"})
    void misuseIsTold() {
        Virtual.run(() -> {
            TaskGroup group = new TaskGroup();
            assertThatIllegalStateException().isThrownBy(() -> group.spawn(() -> 1))
                    .withMessageContaining("has not been entered");
            group.enter();
            assertThatIllegalStateException().isThrownBy(group::enter)
                    .withMessageContaining("has already been entered");
            group.close();
            assertThatIllegalStateException().isThrownBy(() -> group.spawn(() -> 1))
                    .withMessageContaining("is finished");
            try (TaskGroup aborting = TaskGroup.open()) {
                aborting.spawn(() -> failAfter(0, "no"));
                try {
                    sleep(1);
                } finally {
                    assertThatIllegalStateException().isThrownBy(() -> aborting.spawn(() -> 1))
                            .withMessageContaining("is shutting down");
                }
            } catch (TaskGroupException e) {
                trail.add(e.errors().getFirst().getMessage());
            }
            assertThatIllegalStateException().isThrownBy(() -> spawn(() -> TaskGroup.open()).get().close())
                    .withMessageContaining("can only be closed by");
        });
        trail.is("no");
    }

    @Test
    @Case("py-TG-child-spawns py/test_asyncio/test_taskgroups.py:241")
    void aChildMaySpawnOthersWhileTheBlockWaits() {
        Virtual.run(() -> {
            try (TaskGroup group = TaskGroup.open()) {
                group.spawn(() -> {
                    sleep(1);
                    group.spawn(() -> sleeper("grandchild", 1));
                });
            }
            trail.add(Virtual.now());
        });
        trail.is("grandchild done", "2.0");
    }

    @Test
    void whenTheBodyFailsTheChildrenAreCancelled() {
        Virtual.run(() -> assertThatThrownBy(() -> {
            try (TaskGroup group = TaskGroup.open()) {
                group.spawn(() -> sleeper("child", 10));
                sleep(1);
                throw new IOException("body");
            }
        }).isInstanceOf(IOException.class).hasMessage("body").hasNoSuppressedExceptions());
        trail.is("child cancelled");
    }

    @Test
    @Case("py-TG-05 py/test_asyncio/test_taskgroups.py:161")
    void whenBothFailTheBodysExceptionHasTheOthersAsSuppressed() {
        Virtual.run(() -> assertThatThrownBy(() -> {
            try (TaskGroup group = TaskGroup.open()) {
                group.spawn(() -> {
                    try {
                        sleep(10);
                    } finally {
                        failAfter(0, "child");
                    }
                });
                sleep(1);
                throw new IOException("body");
            }
        }).hasMessage("body").satisfies(
                e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(TaskGroupException.class)));
    }

    @Test
    @Case({"py-TG-04 py/test_asyncio/test_taskgroups.py:138", "py-TG-06 py/test_asyncio/test_taskgroups.py:178"})
    void runPutsTheBodysErrorAmongTheOthers() {
        Virtual.run(() -> {
            assertThatThrownBy(() -> TaskGroup.run(group -> {
                group.spawn(() -> {
                    try {
                        sleep(10);
                    } finally {
                        failAfter(0, "child");
                    }
                });
                sleep(1);
                throw new IOException("body");
            })).isInstanceOfSatisfying(TaskGroupException.class, e -> assertThat(e.errors())
                    .extracting(Throwable::getMessage).containsExactly("child", "body"));
            TaskGroup.run(group -> group.spawn(() -> sleeper("fine", 1)));
        });
        trail.is("fine done");
    }

    @Test
    void runSeesThroughBlockingCallsOfTheBody() {
        EventLoop.run(() -> assertThatThrownBy(() -> TaskGroup.run(group -> {
            group.spawn(() -> failAfter(0.01, "no"));
            Thread.sleep(100_000);
        })).isInstanceOfSatisfying(TaskGroupException.class, e -> assertThat(e.errors()).hasSize(1)));
    }

    @Test
    @Case({"py-TG-08 py/test_asyncio/test_taskgroups.py:211", "py-TG-09 py/test_asyncio/test_taskgroups.py:270",
            "py-TG-10 py/test_asyncio/test_taskgroups.py:300"})
    void whoIsCancelledInTheBlockCancelsTheChildrenAndStaysUntilTheyHaveEnded() {
        Virtual.run(() -> {
            Greenlet<?> parent = spawn(() -> {
                try (TaskGroup group = TaskGroup.open()) {
                    group.spawn(() -> {
                        try {
                            sleep(10);
                        } finally {
                            sleep(1);
                            trail.add("child ended " + Virtual.now());
                        }
                    });
                }
                trail.add("not reached");
            });
            sleep(1);
            parent.cancel();
            assertThatThrownBy(parent::get).isInstanceOf(CancelledException.class);
            trail.add("parent ended");
        });
        trail.is("child ended 2.0", "parent ended");
    }

    @Test
    @Case("py-TG-13 py/test_asyncio/test_taskgroups.py:365")
    void aGroupInsideAGroupEndsFirst() {
        Virtual.run(() -> {
            assertThatThrownBy(() -> {
                try (TaskGroup outer = TaskGroup.open()) {
                    outer.spawn(() -> failAfter(1, "outer child"));
                    try (TaskGroup inner = TaskGroup.open()) {
                        inner.spawn(() -> sleeper("inner child", 10));
                    } finally {
                        trail.add("inner ended");
                    }
                }
            }).isInstanceOfSatisfying(TaskGroupException.class,
                    e -> assertThat(e.errors()).singleElement().isInstanceOf(IOException.class));
        });
        trail.is("inner child cancelled", "inner ended");
    }

    @Test
    void aBodyThatSwallowsTheGroupsExceptionGetsItAtTheEnd() {
        Virtual.run(() -> assertThatThrownBy(() -> {
            try (TaskGroup group = TaskGroup.open()) {
                group.spawn(() -> failAfter(1, "no"));
                try {
                    sleep(10);
                } catch (TaskGroupException e) {
                    trail.add("swallowed");
                }
                sleep(1);
            }
        }).isInstanceOf(TaskGroupException.class));
        trail.is("swallowed");
    }

    @Test
    void aBodyThatIsOverWhenTheFirstFailsGetsTheErrorsAtItsEnd() {
        Virtual.run(() -> assertThatThrownBy(() -> {
            try (TaskGroup group = TaskGroup.open()) {
                group.spawn(() -> failAfter(1, "no"));
            }
        }).isInstanceOf(TaskGroupException.class));
    }

    @Test
    void cancelEndsAllChildren() {
        Virtual.run(() -> {
            try (TaskGroup group = TaskGroup.open()) {
                List.of(1, 2).forEach(i -> group.spawn(() -> sleeper("child " + i, 10)));
                sleep(1);
                group.cancel();
                assertThat(group).hasToString("<TaskGroup shutting down, 2 children>");
            }
            assertThat(Virtual.now()).isEqualTo("1.0");
        });
        trail.is("child 1 cancelled", "child 2 cancelled");
    }
}
