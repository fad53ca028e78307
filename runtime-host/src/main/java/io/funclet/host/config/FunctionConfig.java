package io.funclet.host.config;

import io.funclet.host.config.source.BaseDirectory;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.text.PrintableText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One configured function.
 *
 * @param name the name by which callers call it
 * @param handler the {@code function.name} of the service that handles its calls
 * @param codeDirectory where its bundles are, absolute, links not followed; only bundles of this directory can handle its
 * calls
 * @param env what {@code CallContext.env()} gives to the function
 * @param limits what it may use, as far as the operator says; goes before what its author says
 * @param refusalPolicy what its callers get if it rejects an event
 */
public record FunctionConfig(
        String name,
        String handler,
        Path codeDirectory,
        Map<String, String> env,
        RequestedLimits limits,
        RefusalPolicy refusalPolicy) {

    public FunctionConfig {
        env = Map.copyOf(env);
    }

    /**
     * Reads one function; problems are added to the document's.
     *
     * @param otherwise the {@code codedir} of a function that names none; empty if each must
     * @param refusalPolicy what counts if the function says nothing
     */
    public static FunctionConfig read(
            Document function, BaseDirectory base, Optional<String> otherwise, RefusalPolicy refusalPolicy) {
        function.ignore("id");
        String name = function.requiredText("name");
        String handler = function.requiredText("handler");
        if (handler.indexOf('@') >= 0) {
            HandlerSyntax.check(function.at("handler"), handler, function.problems());
        }
        // Some runtimes of baetyl 2.x, and the examples for them, write it so.
        String key =
                otherwise.isPresent() && function.has("codeDir") && !function.has("codedir") ? "codeDir" : "codedir";
        String codedir = otherwise.isPresent()
                ? function.text(key).filter(text -> !text.isBlank()).orElse(otherwise.get())
                : function.requiredText(key);
        Path directory = codedir.isBlank() ? base.path() : base.directory(function.at(key), codedir);
        return new FunctionConfig(
                name,
                handler,
                directory,
                function.texts("env"),
                RequestedLimits.read(function),
                RefusalPolicy.read(function, refusalPolicy));
    }

    /**
     * Reads the list {@code functions}; an empty one is a problem. Of functions with one name the last counts, in the place of
     * the first, as in the callers' own maps.
     */
    public static List<FunctionConfig> readAll(
            Document root, BaseDirectory base, Optional<String> otherwise, RefusalPolicy refusalPolicy) {
        Map<String, FunctionConfig> functions = new LinkedHashMap<>();
        for (Document document : root.requiredList("functions")) {
            FunctionConfig function = read(document, base, otherwise, refusalPolicy);
            if (functions.put(function.name(), function) != null
                    && !function.name().isBlank()) {
                root.problems()
                        .suspect(
                                document.at("name"),
                                PrintableText.quoted(function.name())
                                        + " is the name of a function before it, too; the last one counts");
            }
        }
        return List.copyOf(functions.values());
    }
}
