package io.funclet.host.deploy.status;

import java.util.List;
import java.util.Set;

/**
 * A version that has been replaced or removed, and is still installed.
 *
 * @param file the file it came from, without the directory
 * @param bundle its symbolic name
 * @param running how many calls still run on it
 * @param usedBy the bundles that still use it, as symbolic name and version
 */
public record DrainingStatus(
        String file, String bundle, String version, Set<String> functions, int running, List<String> usedBy) {

    public DrainingStatus {
        functions = Set.copyOf(functions);
        usedBy = List.copyOf(usedBy);
    }
}
