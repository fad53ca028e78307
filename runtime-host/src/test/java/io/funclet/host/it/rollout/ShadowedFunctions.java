package io.funclet.host.it.rollout;

import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.Workspace;
import java.io.IOException;
import java.util.Map;

/** Functions whose updates get copies of calls; each has a code directory of its name. */
final class ShadowedFunctions {

    private ShadowedFunctions() {}

    /**
     * A runtime that serves them.
     *
     * @param updates how each is updated, by its name
     */
    static RuntimeExtension site(Map<String, String> updates) {
        return RuntimeExtension.configured(site -> {
            for (String name : updates.keySet()) {
                site.code(name);
            }
            configure(site.workspace(), updates);
        });
    }

    /** Writes the configuration, also that which a reload is to take. */
    static void configure(Workspace workspace, Map<String, String> updates) throws IOException {
        StringBuilder functions = new StringBuilder();
        updates.forEach((name, update) -> functions.append(
                "  - {name: %s, handler: %s, codedir: var/db/%s, update: %s}%n".formatted(name, name, name, update)));
        workspace.file(
                "etc/baetyl/service.yml",
                "name: test\n" + workspace.server() + "logger: {path: var/log/service.log, level: debug}\nfunctions:\n"
                        + functions);
    }
}
