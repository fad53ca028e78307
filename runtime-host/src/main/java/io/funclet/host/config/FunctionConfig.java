package io.funclet.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One configured function.
 *
 * @param name the name by which callers call it
 * @param handler the {@code function.name} of the service that handles its calls
 * @param codeDirectory where its bundles are, absolute, links not followed; only bundles of this directory can handle its
 * calls
 * @param env what {@code CallContext.env()} gives to the function
 * @param limits what it may use, as far as the operator says; goes before what its author says
 */
public record FunctionConfig(
        String name, String handler, Path codeDirectory, Map<String, String> env, FunctionLimits limits) {

    public FunctionConfig {
        env = Map.copyOf(env);
    }

    /**
     * A function of which the operator limits nothing.
     *
     * @param name as above
     * @param handler as above
     * @param codeDirectory as above
     * @param env as above
     */
    public FunctionConfig(String name, String handler, Path codeDirectory, Map<String, String> env) {
        this(name, handler, codeDirectory, env, FunctionLimits.NONE);
    }

    /**
     * Reads one function; problems are added to the document's.
     *
     * @param otherwise the {@code codedir} of a function that names none; empty if each must
     */
    static FunctionConfig read(Document function, BaseDirectory base, Optional<String> otherwise) {
        function.ignore("id");
        String name = function.requiredText("name");
        String handler = function.requiredText("handler");
        if (handler.indexOf('@') >= 0) {
            HandlerForm.check(function.at("handler"), handler, function.problems());
        }
        String codedir = otherwise.isPresent()
                ? function.text("codedir").filter(text -> !text.isBlank()).orElse(otherwise.get())
                : function.requiredText("codedir");
        Path directory = codedir.isBlank() ? base.path() : base.directory(function.at("codedir"), codedir);
        return new FunctionConfig(name, handler, directory, function.texts("env"), FunctionLimits.read(function));
    }

    /** Reads the list {@code functions}; an empty one is a problem, and so is a name twice. */
    static List<FunctionConfig> readAll(Document root, BaseDirectory base, Optional<String> otherwise) {
        List<FunctionConfig> functions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Document document : root.requiredList("functions")) {
            FunctionConfig function = read(document, base, otherwise);
            if (!function.name().isBlank() && !names.add(function.name())) {
                root.problems()
                        .add(document.at("name"), ConfigProblems.quoted(function.name()) + " names two functions");
            }
            functions.add(function);
        }
        return functions;
    }
}
