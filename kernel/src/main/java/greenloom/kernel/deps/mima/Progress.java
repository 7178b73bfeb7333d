package greenloom.kernel.deps.mima;

import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Tells each jar that has come from a repository. */
final class Progress extends AbstractTransferListener {
    private final Consumer<String> progress;

    Progress(Consumer<String> progress) {
        this.progress = progress;
    }

    @Override
    public void transferSucceeded(TransferEvent event) {
        String name = event.getResource().getResourceName();
        if (name.endsWith(".jar")) {
            progress.accept(String.format(Locale.ROOT, "Fetched %s (%,d kB)",
                    name.substring(name.lastIndexOf('/') + 1), (event.getTransferredBytes() + 1023) / 1024));
        }
    }
}
