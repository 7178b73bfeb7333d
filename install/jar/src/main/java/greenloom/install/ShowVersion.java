package greenloom.install;

import picocli.CommandLine.Command;

/** {@code version}. */
@Command(name = "version", description = "Says which Greenloom this is.")
final class ShowVersion implements Runnable {
    @Override
    public void run() {
        System.out.println(Main.version());
    }
}
