package greenloom.kernel;

import greenloom.kernel.output.FloodSize;
import greenloom.kernel.output.LatePolicy;
import greenloom.kernel.output.Outputs;
import java.util.Map;

/** What users set by environment variables, for all notebooks; magics set the same for one. */
final class Settings {
    private static final String LATE = "GREENLOOM_LATE";
    private static final String FLOOD = "GREENLOOM_FLOOD";

    private static final String NATIVE = "GREENLOOM_NATIVE_OUTPUT";

    private Settings() {}

    /** Sets what {@code environment} says; tells in the log of what it does not understand. */
    static void apply(Map<String, String> environment, Outputs outputs) {
        String late = environment.getOrDefault(LATE, "");
        LatePolicy.of(late).ifPresentOrElse(outputs::setLatePolicy, () -> warnUnlessEmpty(LATE, late));
        String flood = environment.getOrDefault(FLOOD, "");
        FloodSize.parse(flood).ifPresentOrElse(outputs::setFloodLimit, () -> warnUnlessEmpty(FLOOD, flood));
    }

    /** Whether what native code prints is to be shown at cells: unless {@code environment} says {@code off}. */
    static boolean takesDescriptors(Map<String, String> environment) {
        String asked = environment.getOrDefault(NATIVE, "");
        if (!asked.equals("off")) {
            warnUnlessEmpty(NATIVE, asked.equals("on") ? "" : asked);
        }
        return !asked.equals("off");
    }

    private static void warnUnlessEmpty(String variable, String value) {
        if (!value.isEmpty()) {
            Log.warn(variable + " is \"" + value + "\", which says nothing: kernel/README.md tells what it may be");
        }
    }
}
