package io.funclet.host.config.load;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.TlsConfig;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.text.PrintableText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first generation, openedge 0.1.0 and 0.1.1: one function, as JSON from the master or in a YAML file (contract,
 * section 3, G1). The environment overrides nothing.
 */
final class OpenedgeConfig {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,140}");

    /** Keys that every module gets, and that only the caller uses. */
    static final String[] MODULE_KEYS = {"alias", "entry", "restart", "expose", "params", "env", "resources"};

    private OpenedgeConfig() {}

    static RuntimeConfig read(Sections sections) throws InvalidConfigException {
        Document root = sections.root();
        root.ignore(MODULE_KEYS);
        String name = root.requiredText("name");
        Document server = root.map("server");
        String address = server.requiredText("address");
        ListenAddress listen = address.isBlank()
                ? new ListenAddress("", 0)
                : ListenAddress.read(server.at("address"), address, sections.problems());
        ServerConfig serving = ServerConfig.read(server, listen, TlsConfig.read(server, sections.base()));
        return sections.complete(name, serving, List.of(function(root.map("function"), sections)), Optional.empty());
    }

    private static FunctionConfig function(Document function, Sections sections) {
        function.ignore("instance", "entry");
        FunctionConfig config =
                FunctionConfig.read(function, sections.defaults(sections.base(), Optional.empty(), false));
        checkForm(function, "id", function.text("id").orElse(""));
        checkForm(function, "name", config.name());
        return config;
    }

    private static void checkForm(Document function, String key, String text) {
        if (!text.isBlank() && !NAME.matcher(text).matches()) {
            function.problems()
                    .add(
                            function.at(key),
                            PrintableText.quoted(text) + " is not 1 to 140 letters, digits, hyphens and underscores");
        }
    }
}
