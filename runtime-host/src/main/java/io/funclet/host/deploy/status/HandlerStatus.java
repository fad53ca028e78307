package io.funclet.host.deploy.status;

import java.util.List;

/**
 * Which bundle serves a handler of a code directory.
 *
 * @param handler as it is configured; where functions are served as they come, the function's own name
 * @param function the {@code function.name} that it asks for
 * @param versions the OSGi range of bundle versions that may serve; {@code 0.0.0} for all
 * @param names by which callers know it
 * @param serving {@code null} if none does
 * @param standby other bundles that offer it
 */
public record HandlerStatus(
        String handler,
        String function,
        String versions,
        List<String> names,
        RankedProvider serving,
        List<RankedProvider> standby) {

    public HandlerStatus {
        names = List.copyOf(names);
        standby = List.copyOf(standby);
    }

    public String called() {
        return String.join(", ", names);
    }

    /** Whether callers, the configuration or its bundle name it so. */
    public boolean isCalled(String name) {
        return names.contains(name) || function.equals(name) || handler.equals(name);
    }
}
