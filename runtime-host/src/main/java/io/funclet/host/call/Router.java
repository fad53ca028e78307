package io.funclet.host.call;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.model.AbsentFunctions;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.call.stat.CallCounts;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.InvalidRequests;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.RefusalPolicy;
import io.funclet.host.config.ServerConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;

/**
 * From the name that a caller gave to the endpoint of the function (contract, section 1, "Which function"), which it looks
 * for in the {@link EndpointTable}. Takes no lock for a name that is there.
 */
public final class Router {

    /** Whether functions are served as they come. */
    private final boolean open;

    private final EndpointTable endpoints;

    private final UnservedNames unserved;

    private final int configured;

    /** Of what came for no function. */
    private final CallCounts unrouted = new CallCounts();

    /**
     * Makes a router.
     *
     * @param functions the configured functions; empty if functions are served as they come
     * @param refusalPolicy what callers get of refusals by functions that come by themselves
     * @param workers who runs the calls
     * @param growth sets how many calls run at once, where {@code server} leaves that open
     * @param server the limits of all calls
     * @param measured whether it is measured what calls cost
     */
    public Router(
            Collection<FunctionConfig> functions,
            RefusalPolicy refusalPolicy,
            Executor workers,
            IntConsumer growth,
            ServerConfig server,
            boolean measured) {
        EndpointFactory all = new EndpointFactory(
                EffectiveLimits.byDefault(server.timeout(), server.callThreads()),
                refusalPolicy,
                workers,
                server.hasFixedCallThreads() ? null : growth,
                measured);
        this.open = functions.isEmpty();
        this.configured = functions.size();
        this.endpoints = new EndpointTable(all, functions);
        this.unserved = new UnservedNames(endpoints, open, unrouted);
    }

    /**
     * The endpoint of a name, made if there is none yet.
     *
     * @param name the name of a configured function, or any name where functions are served as they come
     * @return the endpoint
     */
    public FunctionEndpoint endpoint(String name) {
        return endpoints.endpoint(name);
    }

    /**
     * Has a listener told of each change from now on, in the place of the one before.
     *
     * @param changes the listener
     */
    public void listen(ServingListener changes) {
        endpoints.listen(changes);
    }

    /**
     * The names that are known now.
     *
     * @return a copy: those of the configured functions, or of the functions that have come
     */
    public Set<String> names() {
        return Set.copyOf(endpoints.now().keySet());
    }

    /**
     * Whether a version of a function serves now.
     *
     * @param name the name by which callers know the function
     * @return whether one serves; empty if no function of this name is known
     */
    public Optional<Boolean> serves(String name) {
        return Optional.ofNullable(endpoints.now().get(name)).map(FunctionEndpoint::serves);
    }

    /**
     * Takes a name out of the table and ends the wait of those who wait for it, unless it may come again. Only where
     * functions are served as they come: a configured function keeps its endpoint.
     *
     * @param name the name
     */
    public void remove(String name) {
        unserved.remove(name);
    }

    /**
     * Asks somebody about names that no function has, from now on.
     *
     * @param functions knows whether they may come
     */
    public void ask(AbsentFunctions functions) {
        unserved.ask(functions);
    }

    /** Something has changed that concerns functions which are not there: looks again at those that calls wait for. */
    public void reconsider() {
        unserved.reconsider();
    }

    /** Ends the wait of all calls that wait for a function: the process stops. */
    public void dismissAll() {
        endpoints.now().values().forEach(endpoint -> endpoint.dismiss(CallFailure.UNAVAILABLE, "the runtime is stopping"));
    }

    /** Says that all functions that were there at the start are published: no name is waited for on mere suspicion. */
    public void settle() {
        List<FunctionEndpoint> present = endpoints.settle();
        if (open) {
            for (FunctionEndpoint endpoint : present) {
                if (!endpoint.serves()) {
                    endpoints.expectAgain(endpoint.name());
                }
            }
        }
        reconsider();
    }

    /**
     * How the functions are doing that callers know by name.
     *
     * @return a status for each, in the order of the configuration, or in which they came; also for a few names that
     *     callers wait for and that may come yet
     */
    public List<FunctionStatus> status() {
        return endpoints.shown().stream().map(FunctionEndpoint::status).toList();
    }

    /**
     * The calls that came for no function.
     *
     * @return their number until now
     */
    public InvalidRequests rejected() {
        return new InvalidRequests(unrouted.failed());
    }

    EndpointTable endpoints() {
        return endpoints;
    }

    CallCounts unrouted() {
        return unrouted;
    }

    /** How many calls have been taken in and not been answered yet. */
    int unanswered() {
        return endpoints.unanswered();
    }

    /**
     * Whose calls have been taken in and not been answered yet, in words for the log.
     *
     * @return such as {@code 2 of sayhi, 1 of echo}; empty if there are none
     */
    public String unansweredInWords() {
        return endpoints.unansweredInWords();
    }

    FunctionEndpoint route(Call call) throws CallException {
        Map<String, FunctionEndpoint> table = endpoints.now();
        String name = call.functionName();
        FunctionEndpoint endpoint = table.get(name);
        if (endpoint != null) {
            return endpoint;
        }
        FunctionEndpoint byDefault = byDefault(call.protocol(), name, table);
        if (byDefault != null) {
            return byDefault;
        }
        if (name.isEmpty()) {
            throw new CallException(CallFailure.NAME_MISSING, "the call names no function; " + unserved.known());
        }
        return unserved.expect(name);
    }

    /** The one that is meant whatever the name; {@code null} if there is none. The configured ones come first. */
    private FunctionEndpoint byDefault(Protocol protocol, String name, Map<String, FunctionEndpoint> table) {
        boolean configuredOne = switch (protocol) {
            case OPENEDGE_RUNTIME -> configured == 1;
            case OPENEDGE_FUNCTION, BAETYL_FUNCTION -> false;
            case BAETYL_FAAS -> name.isEmpty() && !open;
        };
        if (configuredOne) {
            return table.values().iterator().next();
        }
        if (protocol == Protocol.BAETYL_FAAS && name.isEmpty() && open) {
            List<String> known = endpoints.known();
            return known.size() == 1 ? table.get(known.get(0)) : null;
        }
        return null;
    }
}
