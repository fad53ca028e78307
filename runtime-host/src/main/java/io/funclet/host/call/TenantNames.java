package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.SingleLineText;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.TenantConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The functions of tenants by the names that callers use. Loaded only where there are tenants. Any thread. */
final class TenantNames {

    private final Set<String> tenants;
    private final int openDirectories;

    /** Of the last table that was asked. */
    private volatile ShortNames shortNames = new ShortNames(Map.of(), Map.of());

    /**
     * What a name without a tenant means.
     *
     * @param table of which it was made
     */
    private record ShortNames(Map<String, FunctionEndpoint> table, Map<String, List<FunctionEndpoint>> meant) {}

    TenantNames(RuntimeConfig config) {
        this.tenants =
                config.tenants().stream().map(TenantConfig::name).collect(Collectors.toCollection(LinkedHashSet::new));
        this.openDirectories = config.openDirectories().size();
    }

    int openDirectories() {
        return openDirectories;
    }

    /** The tenant of a full name; empty if it is that of none. */
    String ofName(String name) {
        int slash = name.indexOf('/');
        String tenant = slash < 0 ? "" : name.substring(0, slash);
        return tenants.contains(tenant) ? tenant : "";
    }

    /**
     * The function that a call means. A full name counts everywhere, unless the call is for another tenant. A name of the
     * operator's own goes before those of tenants. What the configuration names goes before what a tenant deploys.
     *
     * @param configured whether the configuration has a function, by its full name
     * @return {@code null} if there is none
     * @throws CallException if there are several, or no such tenant
     */
    FunctionEndpoint find(Call call, Map<String, FunctionEndpoint> table, Predicate<String> configured)
            throws CallException {
        String name = call.functionName();
        FunctionEndpoint named = table.get(name);
        String tenant = call.tenant();
        if (!tenant.isEmpty()) {
            if (!tenants.contains(tenant)) {
                throw new CallException(CallFailure.NOT_FOUND, "there is no tenant " + SingleLineText.of(tenant));
            }
            return named != null && named.config().tenant().equals(tenant)
                    ? named
                    : table.get(FunctionConfig.fullName(tenant, name));
        }
        if (named != null) {
            return named;
        }
        List<FunctionEndpoint> meant = meant(name, table);
        if (meant.size() > 1) {
            List<FunctionEndpoint> ofOperator = meant.stream()
                    .filter(endpoint -> configured.test(endpoint.name()))
                    .toList();
            if (ofOperator.size() == 1) {
                return ofOperator.get(0);
            }
            throw new CallException(CallFailure.NAME_MISSING, ambiguous(name, meant));
        }
        return meant.isEmpty() ? null : meant.get(0);
    }

    private static String ambiguous(String name, List<FunctionEndpoint> meant) {
        return "function " + SingleLineText.of(name) + " is one of several tenants: "
                + meant.stream().map(FunctionEndpoint::name).collect(Collectors.joining(", "))
                + "; call it by such a name, send the metadata funclet-tenant, or call the tenant's own address";
    }

    /** The full name of a function that has this name in the directory of one tenant or several; {@code null} if none has. */
    String fullName(String name, Map<String, FunctionEndpoint> table) {
        Set<String> names = new TreeSet<>();
        meant(name, table).forEach(endpoint -> names.add(endpoint.name()));
        return names.isEmpty() ? null : String.join(", ", names);
    }

    private List<FunctionEndpoint> meant(String name, Map<String, FunctionEndpoint> table) {
        ShortNames known = shortNames;
        if (known.table() != table) {
            known = new ShortNames(
                    table,
                    table.values().stream()
                            .filter(endpoint -> !endpoint.config().tenant().isEmpty())
                            .collect(Collectors.groupingBy(
                                    endpoint -> endpoint.config().shortName())));
            shortNames = known;
        }
        return known.meant().getOrDefault(name, List.of());
    }
}
