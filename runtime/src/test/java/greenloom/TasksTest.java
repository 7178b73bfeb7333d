package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.internal.Sites;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class TasksTest {
    @Test
    void everyLiveGreenletIsListedWithItsStateAndWhatItWaitsFor() {
        EventLoop.run(() -> {
            Event event = new Event();
            spawn("event", () -> event.await());
            spawn("queue", () -> new LinkedBlockingQueue<>().take());
            spawn("sleep", () -> sleep(100));
            spawn("jdk", () -> Thread.sleep(100_000));
            yieldNow();
            spawn("ready", () -> {});
            List<Tasks.Task> tasks = Tasks.list();
            assertThat(tasks).extracting(Tasks.Task::name).containsExactly("main", "event", "queue", "sleep", "jdk",
                    "ready");
            assertThat(tasks)
                    .extracting(Tasks.Task::state)
                    .containsExactly(
                            Tasks.State.RUNNING, Tasks.State.WAITING, Tasks.State.WAITING, Tasks.State.WAITING,
                            Tasks.State.WAITING, Tasks.State.READY);
            assertThat(tasks)
                    .extracting(Tasks.Task::waitsFor)
                    .containsExactly(null, "<Event clear>", "LinkedBlockingQueue.take", "sleep(100.0)", "Thread.sleep",
                            null);
        });
    }

    @Test
    void theTreeShowsWhoSpawnedWhom() {
        EventLoop.run(() -> {
            spawn("parent", () -> {
                spawn("child", () -> sleep(100));
                sleep(100);
            });
            sleep(0.001);
            assertThat(Tasks.tree().lines().map(line -> line.replaceAll("#\\d+ | \\(.*", "")))
                    .containsExactly("\"main\" running", "  \"parent\" waiting for sleep(100.0)",
                            "    \"child\" waiting for sleep(100.0)");
        });
    }

    @Test
    void theDumpShowsTheCodeThatWaitsAndNoMachinery() {
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            Event waiting = new Event();
            loop.spawn("waits", () -> {
                waiting.set();
                sleep(100);
            });
            waiting.await();
            loop.spawn("after it", () -> {}).join();
            assertThat(Tasks.dump(loop)).contains("theDumpShowsTheCodeThatWaitsAndNoMachinery")
                    .doesNotContain("greenloom.internal");
        }
    }

    @Test
    void anEndedGreenletIsListedNoMore() {
        EventLoop.run(() -> {
            spawn("ended", () -> {}).join();
            assertThat(Tasks.list()).extracting(Tasks.Task::name).containsExactly("main");
        });
    }

    @Test
    @SuppressWarnings("LockNotBeforeTry") // Nothing that could fail comes in between.
    void itIsToldWhoHoldsWhatIsWaitedFor() {
        EventLoop.run(() -> {
            Mutex ours = new Mutex();
            ReentrantLock theirs = new ReentrantLock();
            Greenlet<?> holder = spawn("holder", () -> {
                theirs.lock();
                try (var _ = ours.hold()) {
                    sleep(1);
                } finally {
                    theirs.unlock();
                }
            });
            yieldNow();
            Greenlet<?> locking = spawn("locking", () -> ours.hold().close());
            Greenlet<?> lockingTheirs = spawn("locking theirs", () -> {
                theirs.lock();
                theirs.unlock();
            });
            Greenlet<?> joining = spawn("joining", () -> holder.join());
            Greenlet<?> getting = spawn("getting", () -> new Channel<>(1).get());
            sleep(0.01);
            assertThat(holderOf(locking)).isSameAs(holder);
            assertThat(holderOf(lockingTheirs)).isSameAs(holder);
            assertThat(holderOf(joining)).isSameAs(holder);
            assertThat(holderOf(getting)).isNull();
            assertThat(Tasks.tree())
                    .contains("\"locking\" waiting for <Mutex held by greenlet \"holder\"> (")
                    .contains("\"locking theirs\" waiting for ReentrantLock.lock, held by greenlet \"holder\" (")
                    .contains("\"joining\" waiting for <Greenlet \"holder\" pending> (")
                    .contains("\"getting\" waiting for get() of <Channel 0/1 items> (");
        });
    }

    @Test
    @SuppressWarnings("LockNotBeforeTry") // Nothing that could fail comes in between.
    void aThreadOutsideTheLoopCanBeTheHolder() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try (EventLoop loop = EventLoop.open(EventLoop.options())) {
            Greenlet<?> locking = loop.spawn("locking", () -> {
                lock.lock();
                lock.unlock();
            });
            while (!lock.hasQueuedThreads()) {
                Thread.onSpinWait();
            }
            // It queues just before it waits.
            while (Tasks.list(loop).getFirst().heldBy() == null) {
                Thread.onSpinWait();
            }
            assertThat(Tasks.list(loop).getFirst().heldBy()).isSameAs(Thread.currentThread());
            lock.unlock();
            locking.join();
        }
    }

    private static Object holderOf(Greenlet<?> waiting) {
        return taskOf(waiting).heldBy();
    }

    private static Tasks.Task taskOf(Greenlet<?> greenlet) {
        return Tasks.list(greenlet.loop()).stream().filter(task -> task.greenlet() == greenlet).findFirst()
                .orElseThrow();
    }

    @Test
    void plainVirtualThreadsOnTheLoopAreListedBelowTheGreenletThatStartedThem() throws Exception {
        EventLoop.run(() -> {
            CountDownLatch end = new CountDownLatch(1);
            Greenlet<?> starter = spawn("starter", () -> {
                Thread thread = Thread.ofVirtual().name("plain").start(() -> waitFor(end));
                thread.join();
            });
            sleep(0.01);
            Tasks.Task plain = Tasks.list().getLast();
            assertThat(plain.greenlet()).isNull();
            assertThat(plain.thread().getName()).isEqualTo("plain");
            assertThat(plain.parentId()).isEqualTo(taskOf(starter).id());
            assertThat(plain.stack()).anyMatch(frame -> frame.getMethodName().equals("waitFor"));
            assertThat(plain.switches()).isPositive();
            assertThat(Tasks.tree().lines().map(line -> line.replaceAll("#\\d+ | \\(.*", ""))).containsExactly(
                    "\"main\" running", "  \"starter\" waiting for Thread.join",
                    "    thread \"plain\" waiting for CountDownLatch.await");
            end.countDown();
            starter.join();
            assertThat(Tasks.list()).extracting(Tasks.Task::name).containsExactly("main");
        });
    }

    private static void waitFor(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theTimeThatEachOneHadTheLoopIsMeasuredWhereThatIsWanted() {
        EventLoop.run(EventLoop.options().cpuTimes(true), () -> {
            Greenlet<?> idle = spawn("idle", () -> sleep(100));
            Greenlet<?> busy = spawn("busy", () -> {
                for (int i = 0; i < 5; i++) {
                    spin(0.01);
                    yieldNow();
                }
                sleep(100);
            });
            Thread plain = spawn(() -> Thread.startVirtualThread(() -> {
                spin(0.02);
                LockSupport.park();
            })).get();
            while (taskOf(busy).state() != Tasks.State.WAITING || !Sites.isWaiting(plain)) {
                yieldNow();
            }
            assertThat(taskOf(busy).cpu()).isBetween(0.05, taskOf(busy).age());
            assertThat(taskOf(busy).switches()).isGreaterThanOrEqualTo(6);
            assertThat(taskOf(idle).cpu()).isBetween(0.0, taskOf(idle).age());
            assertThat(Tasks.list().getLast().cpu()).isGreaterThanOrEqualTo(0.02);
            spin(0.01);
            assertThat(Tasks.list().getFirst().cpu()).as("the turn that goes on").isGreaterThanOrEqualTo(0.01);
            assertThat(Tasks.tree()).contains(" s CPU)");
            LockSupport.unpark(plain);
        });
        EventLoop.run(() -> assertThat(Tasks.list().getFirst().cpu()).isNaN());
    }

    private static void spin(double seconds) {
        for (long start = System.nanoTime(); System.nanoTime() - start < seconds * 1e9;) {
            Thread.onSpinWait();
        }
    }

    @Test
    void ofEachGreenletItIsToldWhereItWasSpawnedAndHowOld() {
        EventLoop.run(() -> {
            Greenlet<?> sleeper = spawn(() -> sleep(100));
            StackTraceElement here = new Throwable().getStackTrace()[0];
            sleep(0.02);
            Tasks.Task task = taskOf(sleeper);
            assertThat(task.spawnedAt())
                    .isEqualTo(new StackTraceElement(here.getClassLoaderName(), here.getModuleName(),
                            here.getModuleVersion(), here.getClassName(), here.getMethodName(), here.getFileName(),
                            here.getLineNumber() - 1));
            assertThat(task.age()).isGreaterThanOrEqualTo(0.02);
            assertThat(Tasks.tree()).contains("spawned at " + task.spawnedAt());
        });
    }

    @Test
    void aLoopIsLookedAtFromAnotherThreadWhileAGreenletHoldsIt() {
        try (EventLoop loop = EventLoop.open(EventLoop.options().patience(0).cpuTimes(true))) {
            AtomicBoolean enough = new AtomicBoolean();
            Event begun = new Event();
            Greenlet<?> hog = loop.spawn("hog", () -> {
                begun.set();
                while (!enough.get()) {
                    Thread.onSpinWait();
                }
            });
            begun.await();
            spin(0.01);
            Tasks.Task task = taskOf(hog);
            assertThat(task.state()).isEqualTo(Tasks.State.RUNNING);
            assertThat(task.cpu()).isGreaterThanOrEqualTo(0.01);
            assertThat(task.stack()).anyMatch(frame -> frame.getClassName().startsWith(TasksTest.class.getName()));
            enough.set(true);
        }
    }
}
