package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.LiveGreenlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code %kill}: ends greenlets, also one that holds its loop or catches what is thrown at it. */
public record Kill(Evaluator evaluator) implements LineMagic {
    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String arguments() {
        return "NAME|ID|all";
    }

    @Override
    public String summary() {
        return "Ends the greenlets of that name, the one with that id of %tasks, or all but those that run cells.";
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) throws MagicException, InterruptedException {
        String whom = call.arguments();
        if (whom.isEmpty()) {
            throw MagicException.usage(this);
        }
        boolean all = whom.equals("all");
        List<LiveGreenlet> hit = named(all ? greenlet -> !greenlet.isCell() : greenlet -> isCalled(greenlet, whom));
        if (hit.isEmpty() && !all) {
            throw new MagicException("No greenlet lives by the name or id of " + whom + "; %tasks shows who does.");
        }
        hit.forEach(LiveGreenlet::end);
        List<LiveGreenlet> left = new ArrayList<>();
        for (LiveGreenlet greenlet : hit) {
            if (!greenlet.awaitEnd()) {
                left.add(greenlet);
            }
        }
        call.out().accept("Ended: " + (hit.size() - left.size()) + "\n");
        if (!left.isEmpty()) {
            throw new MagicException("Not ended yet: " + left.stream().map(Kill::told).collect(Collectors.joining(", "))
                    + ". It sits in a call that nothing interrupts, and ends when that returns.");
        }
        return Optional.empty();
    }

    private List<LiveGreenlet> named(Predicate<LiveGreenlet> wanted) {
        return evaluator.greenlets().stream().filter(wanted).toList();
    }

    private static boolean isCalled(LiveGreenlet greenlet, String whom) {
        return greenlet.task().name().equals(whom) || String.valueOf(greenlet.task().id()).equals(whom);
    }

    private static String told(LiveGreenlet greenlet) {
        return "\"" + greenlet.task().name() + "\"";
    }
}
