package io.funclet.host.config.load;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.FunctionDefaults;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.TenantConfig;
import io.funclet.host.config.TrustConfig;
import io.funclet.host.config.quota.QuotaConfig;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.text.PrintableText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The section {@code tenants}. Loaded only where there is one. */
final class TenantSection {

    static final String KEY = "tenants";

    private static final String CONTROL = "control";
    private static final String TRUST = "trust";
    private static final String LOGGER = "logger";
    private static final String OPERATOR = "the operator";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final FunctionDefaults defaults;
    private final Environment environment;
    private final boolean open;
    private final List<FunctionConfig> functions;
    private final List<TenantConfig> tenants = new ArrayList<>();

    /** Whose each log file is. */
    private final Map<Path, String> logs = new HashMap<>();

    /** What is there by the name of a tenant, and whose each directory is. */
    private final Map<Object, String> taken = new HashMap<>();

    /**
     * Reads it; problems are added to those of the document.
     *
     * @param root the document with the section
     * @param defaults of functions without a tenant
     * @param logger that of the process
     * @param open the operator's own directory; empty where a manager configures each function
     * @param any whether that directory may also be a tenant's
     * @param functions that are not among those of a tenant in the document
     */
    TenantSection(
            Document root,
            FunctionDefaults defaults,
            Environment environment,
            LoggerConfig logger,
            Optional<Path> open,
            boolean any,
            List<FunctionConfig> functions) {
        this.environment = environment;
        logger.path().ifPresent(path -> logs.put(path.normalize(), OPERATOR));
        this.defaults = defaults;
        this.open = open.isPresent();
        this.functions = new ArrayList<>(functions);
        open.filter(own -> !any).ifPresent(own -> taken.put(TenantConfig.real(own), OPERATOR));
        root.requiredList(KEY).forEach(this::read);
        if (open.isEmpty()) {
            this.functions.replaceAll(this::assigned);
        }
    }

    private void read(Document tenant) {
        String name = tenant.requiredText("name");
        if (!name.isBlank() && !NAME.matcher(name).matches()) {
            reject(
                    tenant,
                    "name",
                    PrintableText.quoted(name) + " is not 1 to 64 letters, digits, hyphens and underscores");
        }
        if (taken.put(name, name) != null && !name.isBlank()) {
            reject(tenant, "name", PrintableText.quoted(name) + " is the name of a tenant before it, too");
        }
        String text = tenant.requiredText("directory");
        Path directory =
                text.isBlank() ? defaults.base().path() : defaults.base().directory(tenant.at("directory"), text);
        if (!text.isBlank()) {
            rejectNested(tenant, text, TenantConfig.real(directory));
        }
        String other = text.isBlank() ? null : taken.put(TenantConfig.real(directory), "tenant " + name);
        if (other != null) {
            reject(tenant, "directory", PrintableText.quoted(text) + " is the directory of " + other + ", too");
        }
        Optional<ListenAddress> address = tenant.text("address")
                .filter(it -> !it.isBlank())
                .map(it -> ListenAddress.read(tenant.at("address"), it, tenant.problems()));
        if (open && tenant.has("functions")) {
            functions.addAll(FunctionConfig.readAll(tenant, defaults.of(name, directory)));
        } else if (tenant.has("functions")) {
            reject(tenant, "functions", "a manager names the functions: those below the directory are the tenant's");
        }
        tenant.ignore("functions", QuotaConfig.KEY, CONTROL, TRUST, LOGGER);
        tenants.add(new TenantConfig(
                name,
                directory,
                address,
                tenant.has(QuotaConfig.KEY) ? Optional.of(QuotaConfig.read(tenant, true)) : Optional.empty(),
                tenant.has(CONTROL) ? Optional.of(control(tenant.map(CONTROL))) : Optional.empty(),
                tenant.has(TRUST) ? TrustConfig.read(tenant, defaults.base()) : Optional.empty(),
                tenant.has(LOGGER) ? Optional.of(logger(tenant.map(LOGGER), name)) : Optional.empty()));
    }

    /** It would be unclear whose the inner one is. The operator's directory may hold those of tenants. */
    private void rejectNested(Document tenant, String text, Path directory) {
        taken.forEach((other, whose) -> {
            if (other instanceof Path path
                    && !path.equals(directory)
                    && (path.startsWith(directory) || directory.startsWith(path) && !whose.equals(OPERATOR))) {
                reject(
                        tenant,
                        "directory",
                        PrintableText.quoted(text) + (path.startsWith(directory) ? " holds" : " is in")
                                + " the directory of " + whose);
            }
        });
    }

    private TenantConfig.Control control(Document control) {
        String socket = control.requiredText("socket");
        return new TenantConfig.Control(
                defaults.base().resolve(control.at("socket"), socket),
                control.text("group").filter(it -> !it.isBlank()));
    }

    /** Two logs in one file would rotate it under each other. */
    private LoggerConfig logger(Document logger, String tenant) {
        logger.requiredText("path");
        LoggerConfig read = LoggerConfig.read(logger, defaults.base(), environment);
        read.path().ifPresent(path -> {
            String other = logs.put(path.normalize(), "tenant " + tenant);
            if (other != null) {
                reject(logger, "path", PrintableText.quoted(path.toString()) + " is the log of " + other + ", too");
            }
        });
        return read;
    }

    private void reject(Document tenant, String key, String why) {
        tenant.problems().add(tenant.at(key), why);
    }

    /** A function that a manager configures is of the tenant in whose directory its own is. */
    private FunctionConfig assigned(FunctionConfig function) {
        for (TenantConfig tenant : tenants) {
            if (tenant.owns(function)) {
                return function.of(tenant.name());
            }
        }
        return function;
    }

    List<TenantConfig> tenants() {
        return tenants;
    }

    /** All functions, also those that are not a tenant's. */
    List<FunctionConfig> functions() {
        return functions;
    }
}
