package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.config.FunctionConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The endpoints by the names that callers use.
 *
 * <p>With configured functions, the table never changes. Without them, a name gets an endpoint when its function is
 * deployed, and loses it when the function is removed. Reading takes no lock.
 */
final class EndpointTable {

    /**
     * How many names calls may wait for although no function has them. A caller can make up names, and each costs an
     * endpoint and a copy of the table.
     */
    static final int MOST_EXPECTED = 256;

    /** How many of these names the status shows. */
    static final int MOST_EXPECTED_SHOWN = 8;

    private final EndpointFactory factory;

    /** The names that only callers know. Written under this object's monitor. */
    private final Set<String> expected = ConcurrentHashMap.newKeySet();

    /** In the order of the configuration. Replaced as a whole, under this object's monitor. */
    private volatile Map<String, FunctionEndpoint> endpoints;

    /**
     * Whether all functions of the start have been seen. Written under this object's monitor: an endpoint for an
     * unknown name is either in the table that {@link #settle} returns, or is not added.
     */
    private volatile boolean settled;

    private volatile ServingListener listener = function -> {};

    EndpointTable(EndpointFactory factory, Collection<FunctionConfig> functions) {
        this.factory = factory;
        Map<String, FunctionEndpoint> table = new LinkedHashMap<>();
        for (FunctionConfig function : functions) {
            table.put(function.name(), make(function));
        }
        endpoints = table;
    }

    private FunctionEndpoint make(FunctionConfig function) {
        FunctionEndpoint endpoint = factory.make(function);
        endpoint.onChange(() -> listener.servingChanged(function.name()));
        return endpoint;
    }

    /** Sets the listener for changes of all endpoints. It replaces the previous one. */
    void listen(ServingListener changes) {
        listener = changes;
    }

    /** The current table. It does not change any more. */
    Map<String, FunctionEndpoint> now() {
        return endpoints;
    }

    /** The names of the configured or deployed functions. */
    List<String> known() {
        return endpoints.keySet().stream()
                .filter(name -> !expected.contains(name))
                .toList();
    }

    /** The endpoints of known functions, and of a few names that are only expected. */
    List<FunctionEndpoint> shown() {
        List<FunctionEndpoint> shown = new ArrayList<>();
        int onlyExpected = 0;
        for (FunctionEndpoint endpoint : endpoints.values()) {
            if (!expected.contains(endpoint.name()) || onlyExpected++ < MOST_EXPECTED_SHOWN) {
                shown.add(endpoint);
            }
        }
        return shown;
    }

    /** The endpoint of a configured or deployed function. Makes it if there is none yet. */
    synchronized FunctionEndpoint endpoint(String name) {
        expected.remove(name);
        return add(name);
    }

    boolean isSettled() {
        return settled;
    }

    /** The endpoint of a name that may be deployed later; {@code null} if {@code most} names are expected already. */
    synchronized FunctionEndpoint expect(String name, int most) {
        FunctionEndpoint present = endpoints.get(name);
        if (present != null || expected.size() >= most) {
            return present;
        }
        expected.add(name);
        return add(name);
    }

    /** Marks a name that has an endpoint as only expected. */
    synchronized void expectAgain(String name) {
        if (endpoints.containsKey(name)) {
            expected.add(name);
        }
    }

    /** Whether a name has an endpoint only because callers know it. */
    boolean isOnlyExpected(String name) {
        return expected.contains(name);
    }

    /** The names that have an endpoint only because callers know them. */
    List<String> onlyExpected() {
        return List.copyOf(expected);
    }

    /** Call it only under this object's monitor. */
    private FunctionEndpoint add(String name) {
        FunctionEndpoint present = endpoints.get(name);
        if (present != null) {
            return present;
        }
        Map<String, FunctionEndpoint> table = new LinkedHashMap<>(endpoints);
        FunctionEndpoint added = make(factory.unconfigured(name));
        table.put(name, added);
        endpoints = table;
        return added;
    }

    /** Removes an endpoint. Returns it; {@code null} if the name had none. */
    FunctionEndpoint remove(String name) {
        FunctionEndpoint removed;
        synchronized (this) {
            Map<String, FunctionEndpoint> table = new LinkedHashMap<>(endpoints);
            removed = table.remove(name);
            expected.remove(name);
            endpoints = table;
        }
        if (removed != null) {
            factory.depart(removed);
        }
        return removed;
    }

    /** All functions of the start have been seen. Returns the endpoints of that moment. */
    List<FunctionEndpoint> settle() {
        synchronized (this) {
            settled = true;
        }
        return new ArrayList<>(endpoints.values());
    }

    /** How many accepted calls have no outcome yet, also in removed endpoints. */
    int unanswered() {
        return factory.unanswered(endpoints.values());
    }

    String unansweredInWords() {
        return factory.unansweredInWords(endpoints.values());
    }
}
