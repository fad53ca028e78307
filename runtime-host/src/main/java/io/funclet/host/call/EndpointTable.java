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
 * The endpoints by the names that callers know.
 *
 * <p>With configured functions, the table never changes. Without, every name gets an endpoint when a function of that name
 * comes, and loses it when it goes. Reading takes no lock.
 */
final class EndpointTable {

    /**
     * How many names may be waited for that nobody has promised. Names cost callers nothing, and each has an endpoint, which
     * the table is copied for.
     */
    static final int MOST_EXPECTED = 256;

    /** How many of these are told of: the others tell nobody anything. */
    static final int MOST_EXPECTED_SHOWN = 8;

    private final EndpointFactory all;

    /** The names that only callers know. Changed under this object's monitor; read by anybody. */
    private final Set<String> expected = ConcurrentHashMap.newKeySet();

    /** Replaced as a whole, under this object's monitor. In the order of the configuration. */
    private volatile Map<String, FunctionEndpoint> endpoints;

    /**
     * Whether all functions that were there at the start have been seen. Set under this object's monitor: an endpoint that was
     * added on suspicion is either in the table that {@link #settle} returns, or not added any more.
     */
    private volatile boolean settled;

    private volatile ServingListener listener = function -> {};

    /**
     * Makes the table.
     *
     * @param all makes the endpoints
     * @param functions those that have one from the beginning
     */
    EndpointTable(EndpointFactory all, Collection<FunctionConfig> functions) {
        this.all = all;
        Map<String, FunctionEndpoint> table = new LinkedHashMap<>();
        for (FunctionConfig function : functions) {
            table.put(function.name(), make(function));
        }
        endpoints = table;
    }

    private FunctionEndpoint make(FunctionConfig function) {
        FunctionEndpoint endpoint = all.make(function);
        endpoint.onChange(() -> listener.servingChanged(function.name()));
        return endpoint;
    }

    /** Has a listener told of each change of an endpoint from now on, in the place of the one before. */
    void listen(ServingListener changes) {
        listener = changes;
    }

    /** The table as it is now. Nobody changes it any more. */
    Map<String, FunctionEndpoint> now() {
        return endpoints;
    }

    /** The names of the functions that are configured, or have come. */
    List<String> known() {
        return endpoints.keySet().stream().filter(name -> !expected.contains(name)).toList();
    }

    /** Their endpoints, and those of a few names that are only expected. */
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

    /** The endpoint of a function that is configured or comes, made if there is none yet. */
    synchronized FunctionEndpoint endpoint(String name) {
        expected.remove(name);
        return add(name);
    }

    /** Whether no more is expected to come by itself. */
    boolean isSettled() {
        return settled;
    }

    /**
     * The endpoint of a name that may come yet; {@code null} if none has come, and no more are waited for at once.
     *
     * @param most how many may be waited for at once
     */
    synchronized FunctionEndpoint expect(String name, int most) {
        FunctionEndpoint present = endpoints.get(name);
        if (present != null || expected.size() >= most) {
            return present;
        }
        expected.add(name);
        return add(name);
    }

    /** A name that has an endpoint is only expected from now on. */
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

    /** Only under this object's monitor. */
    private FunctionEndpoint add(String name) {
        FunctionEndpoint present = endpoints.get(name);
        if (present != null) {
            return present;
        }
        Map<String, FunctionEndpoint> table = new LinkedHashMap<>(endpoints);
        FunctionEndpoint added = make(all.unconfigured(name));
        table.put(name, added);
        endpoints = table;
        return added;
    }

    /** Takes an endpoint out. Returns it; {@code null} if the name had none. */
    FunctionEndpoint remove(String name) {
        FunctionEndpoint removed;
        synchronized (this) {
            Map<String, FunctionEndpoint> table = new LinkedHashMap<>(endpoints);
            removed = table.remove(name);
            expected.remove(name);
            endpoints = table;
        }
        if (removed != null) {
            all.depart(removed);
        }
        return removed;
    }

    /** All functions that were there at the start have been seen. Returns the endpoints of that moment. */
    List<FunctionEndpoint> settle() {
        synchronized (this) {
            settled = true;
        }
        return new ArrayList<>(endpoints.values());
    }

    /** How many calls have been taken in and not been answered yet, also by endpoints that were taken out. */
    int unanswered() {
        return all.unanswered(endpoints.values());
    }

    String unansweredInWords() {
        return all.unansweredInWords(endpoints.values());
    }
}
