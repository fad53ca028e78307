package io.funclet.host.config.load;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RefusalPolicy;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.TlsConfig;
import io.funclet.host.config.source.BaseDirectory;
import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.text.PrintableText;
import java.nio.file.Path;
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

    static RuntimeConfig read(Document root, Environment environment, Path workingDirectory)
            throws InvalidConfigException {
        ConfigProblems problems = root.problems();
        BaseDirectory base = new BaseDirectory(workingDirectory, problems);
        root.ignore(MODULE_KEYS);

        String name = root.requiredText("name");
        Document server = root.map("server");
        String address = server.requiredText("address");
        ListenAddress listen = address.isBlank()
                ? new ListenAddress("", 0)
                : ListenAddress.read(server.at("address"), address, problems);
        ServerConfig serving = ServerConfig.read(server, listen, TlsConfig.read(server, base));
        RefusalPolicy refusalPolicy = RefusalPolicy.read(environment);
        FunctionConfig function = function(root.map("function"), base, refusalPolicy);
        return CommonSections.complete(
                root, environment, base, name, serving, List.of(function), Optional.empty(), refusalPolicy);
    }

    private static FunctionConfig function(Document function, BaseDirectory base, RefusalPolicy refusalPolicy) {
        function.ignore("instance", "entry");
        FunctionConfig config = FunctionConfig.read(function, base, Optional.empty(), refusalPolicy);
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
