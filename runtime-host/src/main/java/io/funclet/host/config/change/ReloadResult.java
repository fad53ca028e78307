package io.funclet.host.config.change;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a reload has done.
 *
 * @param changes what is different in the configuration, also what counts only after a restart
 * @param unchanged the functions that go on as they were
 * @param problem why nothing has changed, in one line; empty if the configuration is in force
 */
public record ReloadResult(List<ConfigChange> changes, List<String> unchanged, String problem) {

    /** One that has changed nothing. */
    public static ReloadResult failed(String problem) {
        return new ReloadResult(List.of(), List.of(), problem);
    }

    public boolean isInForce() {
        return problem.isEmpty();
    }

    /** In one line, for the log. */
    public String inWords() {
        if (!isInForce()) {
            return "is not reloaded, nothing has changed: " + problem;
        }
        List<ConfigChange> done =
                changes.stream().filter(change -> !change.needsRestart()).toList();
        List<ConfigChange> later =
                changes.stream().filter(ConfigChange::needsRestart).toList();
        return "is reloaded: " + (done.isEmpty() ? "nothing has changed" : list(done, ConfigChange::toString))
                + (later.isEmpty() ? "" : "; this needs a restart: " + list(later, ConfigChange::key));
    }

    private static String list(List<ConfigChange> changes, Function<ConfigChange, String> words) {
        return changes.stream().map(words).collect(Collectors.joining(", "));
    }
}
