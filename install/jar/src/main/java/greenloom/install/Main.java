package greenloom.install;

import java.io.UncheckedIOException;
import java.util.Objects;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code java -jar greenloom.jar COMMAND}. */
@Command(name = "greenloom", description = "A Jupyter kernel in Java for experimenting with asynchronous code.", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, subcommands = {
        Install.class, Uninstall.class, Run.class, Console.class, Doctor.class, ShowVersion.class,
        GenerateCompletion.class})
public final class Main {
    private static final int WRONG = 1;

    private Main() {}

    /** Does what the arguments say. */
    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new Main());
        commands.setExecutionExceptionHandler((failure, command, _parsed) -> {
            if (failure instanceof Refusal || failure instanceof UncheckedIOException) {
                command.getErr().println("greenloom: " + failure.getMessage());
                return WRONG;
            }
            throw failure;
        });
        System.exit(commands.execute(args));
    }

    static String version() {
        return "Greenloom "
                + Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(not packaged)");
    }

    /** For {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {version()};
        }
    }
}
