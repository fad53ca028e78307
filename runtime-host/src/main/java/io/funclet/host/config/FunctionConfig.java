package io.funclet.host.config;

import io.funclet.host.config.policy.PlainJarPolicy;
import io.funclet.host.config.policy.RefusalPolicy;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.host.config.quota.QuotaConfig;
import io.funclet.host.config.source.BaseDirectory;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.HandlerSyntax;
import io.funclet.host.config.text.PrintableText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One configured function.
 *
 * @param name the name in this process, which callers may use; {@code TENANT/NAME} in the directory of a tenant
 * @param handler the {@code function.name} of the service that handles the calls
 * @param codeDirectory the only directory whose bundles can handle the calls; absolute, links not followed
 * @param env what {@code CallContext.env()} gives to the function
 * @param limits override those of the author
 * @param refusalPolicy what its callers get if it rejects an event
 * @param plainJars what becomes of jars without OSGi headers in its code directory; empty if it does not say so
 * @param trust who must have signed the jars of its code directory; empty if it does not say so
 * @param updates how updates of its code directory prove themselves; empty if it does not say so
 * @param config what configures its component; empty if nothing does
 * @param quotas what it may use; empty for no limit
 * @param tenant whose function it is; empty for the operator's own
 */
public record FunctionConfig(
        String name,
        String handler,
        Path codeDirectory,
        Map<String, String> env,
        RequestedLimits limits,
        RefusalPolicy refusalPolicy,
        Optional<PlainJarPolicy> plainJars,
        Optional<TrustConfig> trust,
        Optional<UpdatePolicy> updates,
        Optional<ComponentSettings> config,
        Optional<QuotaConfig> quotas,
        String tenant) {

    private static final String QUOTAS = QuotaConfig.KEY;

    public FunctionConfig {
        env = Map.copyOf(env);
    }

    /** One that says nothing about jars, trust and updates, and does not configure its component. */
    public FunctionConfig(
            String name,
            String handler,
            Path codeDirectory,
            Map<String, String> env,
            RequestedLimits limits,
            RefusalPolicy refusalPolicy) {
        this(
                name,
                handler,
                codeDirectory,
                env,
                limits,
                refusalPolicy,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    /** Reads one function; problems are added to the document's. */
    public static FunctionConfig read(Document function, FunctionDefaults defaults) {
        BaseDirectory base = defaults.base();
        Optional<String> otherwise = defaults.codedir();
        function.ignore("id", "config", "trust", QUOTAS);
        String name = function.requiredText("name");
        String handler = defaults.handlerIsName()
                ? function.text("handler").filter(text -> !text.isBlank()).orElse(name)
                : function.requiredText("handler");
        if (handler.indexOf('@') >= 0) {
            HandlerSyntax.check(function.at("handler"), handler, function.problems());
        }
        // The form of some baetyl 2.x runtimes and their examples.
        String key =
                otherwise.isPresent() && function.has("codeDir") && !function.has("codedir") ? "codeDir" : "codedir";
        String codedir = otherwise.isPresent()
                ? function.text(key).filter(text -> !text.isBlank()).orElse(otherwise.get())
                : function.requiredText(key);
        if (!defaults.tenant().isEmpty() && function.has(key)) {
            function.problems().add(function.at(key), "is the directory of the tenant; leave it out");
        }
        Path directory = codedir.isBlank() ? base.path() : base.directory(function.at(key), codedir);
        return new FunctionConfig(
                fullName(defaults.tenant(), name),
                handler,
                directory,
                function.texts("env"),
                RequestedLimits.read(function),
                RefusalPolicy.read(function, defaults.refusalPolicy()),
                PlainJarPolicy.read(function),
                function.has("trust") ? TrustConfig.read(function, base) : Optional.empty(),
                function.has("update") ? UpdatePolicy.read(function.map("update")) : Optional.empty(),
                function.has("config")
                        ? Optional.of(ComponentSettings.read(function, defaults.variables(), defaults.folder()))
                        : Optional.empty(),
                function.has(QUOTAS) ? Optional.of(QuotaConfig.read(function, false)) : Optional.empty(),
                defaults.tenant());
    }

    /** The name in this process of a function in the directory of a tenant; its own where there is none. */
    public static String fullName(String tenant, String name) {
        return tenant.isEmpty() ? name : tenant + "/" + name;
    }

    /** The name without that of a tenant's directory. */
    public String shortName() {
        return !tenant.isEmpty() && name.startsWith(tenant) && name.startsWith("/", tenant.length())
                ? name.substring(tenant.length() + 1)
                : name;
    }

    /** Whether it says that updates of its code directory are observed. */
    public boolean observesUpdates() {
        return updates.isPresent() && updates.get().observes();
    }

    /** The same function, of a tenant. */
    public FunctionConfig of(String other) {
        return new FunctionConfig(
                name,
                handler,
                codeDirectory,
                env,
                limits,
                refusalPolicy,
                plainJars,
                trust,
                updates,
                config,
                quotas,
                other);
    }

    /** The {@code function.name} of its component: the handler, without a range of versions. */
    public String component() {
        int pin = handler.indexOf('@');
        return (pin < 0 ? handler : handler.substring(0, pin)).strip();
    }

    /**
     * Reads the list {@code functions}; an empty one is a problem. If two functions have the same name, the last one
     * replaces the first, as in the maps of the callers.
     */
    public static List<FunctionConfig> readAll(Document root, FunctionDefaults defaults) {
        Map<String, FunctionConfig> functions = new LinkedHashMap<>();
        Map<List<Object>, String> configured = new HashMap<>();
        Map<Path, TrustConfig> trusting = new HashMap<>();
        for (Document document : root.requiredList("functions")) {
            FunctionConfig function = read(document, defaults);
            if (function.config().isPresent()) {
                String before = configured.put(
                        List.of(function.codeDirectory(), function.component()),
                        function.config().get().key());
                if (before != null) {
                    root.problems()
                            .add(
                                    document.at("config"),
                                    "is of the same component as " + before + ": leave one of them out");
                }
            }
            if (function.trust().isPresent()) {
                TrustConfig own = function.trust().get();
                TrustConfig other = trusting.putIfAbsent(function.codeDirectory(), own);
                if (other != null && !other.equals(own)) {
                    root.problems()
                            .add(
                                    document.at("trust"),
                                    "differs from that of a function before it, which has the same code directory");
                }
            }
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
