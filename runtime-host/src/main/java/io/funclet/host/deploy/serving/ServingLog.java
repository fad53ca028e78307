package io.funclet.host.deploy.serving;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.log.FailedCallback;
import io.funclet.host.log.LogContext;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the log has about which bundle serves a function. */
final class ServingLog {

    private static final Logger LOG = Logger.getLogger(ServingLog.class.getName());

    private ServingLog() {}

    /**
     * A handler has another provider.
     *
     * @param winner {@code null} if it has none
     */
    static void serves(FunctionNames names, String function, List<FunctionEndpoint> bound, FunctionProvider winner) {
        String handler = names.full(function);
        // The callers' name, if there is only one.
        String name = bound.size() == 1 ? bound.get(0).name() : handler;
        String version = winner == null ? "" : winner.version().version();
        String text = winner == null
                ? "no longer serving " + handler
                : "serving " + handler + " " + version + " from " + winner.jar().label();
        LogContext.of(names.tenant(), name, version).log(LOG, Level.INFO, text);
    }

    /** A line for each provider in whose place one of another jar serves. Throws nothing. */
    static void standby(
            Collection<FunctionProvider> candidates, Collection<ProviderSelection> selections, FunctionNames names) {
        try {
            for (FunctionProvider candidate : candidates) {
                for (ProviderSelection selection : selections) {
                    if (selection.isLostBy(candidate)
                            && candidate.jar() != selection.winner().jar()) {
                        standby(names, candidate, selection.winner().jar());
                    }
                }
            }
        } catch (RuntimeException | Error failed) {
            FailedCallback.log(LOG, "logging which functions are on standby", failed);
        }
    }

    private static void standby(FunctionNames names, FunctionProvider provider, StagedJar winner) {
        String name = names.full(provider.functionName());
        boolean otherVersion = winner.symbolicName().equals(provider.jar().symbolicName());
        String text = "function " + name + " of " + provider + " is on standby: " + winner + " serves";
        LogContext.of(names.tenant(), name, provider.version().version())
                .log(LOG, otherVersion ? Level.INFO : Level.WARNING, text);
    }
}
