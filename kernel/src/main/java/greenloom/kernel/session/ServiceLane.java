package greenloom.kernel.session;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The requests that ask the evaluator, and the thread that serves them in their order, whatever the cells do. */
final class ServiceLane {
    private record Job(Request request, Handler handler) {}

    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>(); // added to by any thread
    private final Thread thread = Thread.ofPlatform().daemon().name("greenloom-services").unstarted(this::run);

    void start() {
        thread.start();
    }

    void add(Request request, Handler handler) {
        queue.add(new Job(request, handler));
    }

    private void run() {
        try {
            while (true) {
                Job job = queue.take();
                job.request().serve(job.handler());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the kernel ends: nothing else interrupts this thread
        }
    }
}
