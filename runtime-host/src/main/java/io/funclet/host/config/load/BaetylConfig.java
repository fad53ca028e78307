package io.funclet.host.config.load;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.TlsConfig;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import java.util.List;
import java.util.Optional;

/**
 * The second and third generation, openedge 0.1.2 and later, and baetyl 0.1.6 to 1.x: a YAML file, with name and
 * address overridden by the environment (contract, section 3, G2 and G3).
 */
final class BaetylConfig {

    /** In order; the first one that is set counts. */
    private static final List<String> NAMES =
            List.of("BAETYL_SERVICE_INSTANCE_NAME", "OPENEDGE_SERVICE_INSTANCE_NAME", "OPENEDGE_SERVICE_NAME");

    private static final List<String> ADDRESSES =
            List.of("BAETYL_SERVICE_INSTANCE_ADDRESS", "OPENEDGE_SERVICE_INSTANCE_ADDRESS", "OPENEDGE_SERVICE_ADDRESS");

    private BaetylConfig() {}

    static RuntimeConfig read(Sections sections) throws InvalidConfigException {
        Document root = sections.root();
        Environment environment = sections.environment();
        String nameInFile = sections.name();
        String name = firstSet(NAMES, environment).flatMap(environment::text).orElse(nameInFile);
        Document server = root.map("server");
        ServerConfig serving =
                ServerConfig.read(server, address(server, environment), TlsConfig.read(server, sections.base()));
        List<FunctionConfig> functions =
                FunctionConfig.readAll(root, sections.defaults(sections.base(), Optional.empty(), false));
        return sections.complete(name, serving, functions, Optional.empty());
    }

    private static ListenAddress address(Document server, Environment environment) {
        Optional<String> variable = firstSet(ADDRESSES, environment);
        if (variable.isPresent()) {
            return ListenAddress.read(
                    variable.get(), environment.text(variable.get()).orElseThrow(), environment.problems());
        }
        Optional<String> text = server.text("address");
        Optional<String> address = text.filter(it -> !it.isBlank());
        // Other values are already reported.
        boolean missing = address.isEmpty() && (text.isPresent() || !server.has("address"));
        if (missing && server.isReadable()) {
            server.problems().add(server.at("address"), "is missing, and so is " + ADDRESSES.get(0));
        }
        return address.map(it -> ListenAddress.read(server.at("address"), it, server.problems()))
                .orElse(new ListenAddress("", 0));
    }

    private static Optional<String> firstSet(List<String> variables, Environment environment) {
        return variables.stream()
                .filter(variable -> environment.text(variable).isPresent())
                .findFirst();
    }
}
