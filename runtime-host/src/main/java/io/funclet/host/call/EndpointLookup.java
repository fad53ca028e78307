package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.config.FunctionConfig;
import java.util.List;
import java.util.Map;

/**
 * Finds the endpoint that a call means.
 *
 * @param open whether all deployed functions are served, also without configuration
 * @param tenants {@code null} without tenants
 */
record EndpointLookup(EndpointTable endpoints, UnservedNames unserved, boolean open, TenantNames tenants) {

    FunctionEndpoint of(Call call) throws CallException {
        Map<String, FunctionEndpoint> table = endpoints.now();
        String name = call.functionName();
        FunctionEndpoint endpoint =
                tenants == null ? table.get(name) : tenants.find(call, table, endpoints::isConfigured);
        if (endpoint != null) {
            return endpoint;
        }
        String tenant = tenants == null ? "" : call.tenant();
        FunctionEndpoint byDefault = byDefault(call, tenant, table);
        if (byDefault != null) {
            return byDefault;
        }
        if (name.isEmpty()) {
            throw new CallException(CallFailure.NAME_MISSING, "the call names no function; " + unserved.known(tenant));
        }
        return unserved.expect(name, tenant);
    }

    /** Whether a name is that of a function of a tenant, also of one that is not there. */
    boolean isOfTenant(String name) {
        return tenants != null && !tenants.ofName(name).isEmpty();
    }

    /** As {@link Router#nameAt}. */
    String nameAt(String tenant, String name) {
        if (tenant.isEmpty()) {
            return name;
        }
        if (open) {
            String prefix = FunctionConfig.fullName(tenant, "");
            return name.startsWith(prefix) ? name.substring(prefix.length()) : null;
        }
        // A manager has given each function a name of its own.
        FunctionEndpoint endpoint = endpoints.now().get(name);
        return endpoint == null || endpoint.config().tenant().equals(tenant) ? name : null;
    }

    /** The default endpoint; {@code null} if there is none. Configured functions come first. */
    private FunctionEndpoint byDefault(Call call, String tenant, Map<String, FunctionEndpoint> table) {
        boolean mayBeLeftOut = switch (call.protocol()) {
            case OPENEDGE_RUNTIME -> !open && endpoints.configuredCount() == 1;
            case OPENEDGE_FUNCTION, BAETYL_FUNCTION, HTTP -> false;
            case BAETYL_FAAS -> call.functionName().isEmpty();
        };
        if (!mayBeLeftOut) {
            return null;
        }
        if (!open && tenant.isEmpty()) {
            return table.values().iterator().next();
        }
        List<String> known = endpoints.known(tenant);
        return known.size() == 1 ? table.get(known.get(0)) : null;
    }
}
