package io.funclet.host.deploy.serving;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is configured for a code directory.
 *
 * @param slots the endpoints, by the handler that asks for the functions that serve them
 * @param reserved the functions that are not served under their own names
 */
public record HandlerBindings(Map<String, Set<FunctionEndpoint>> slots, Set<String> reserved) {

    public static final HandlerBindings NONE = new HandlerBindings(Map.of(), Set.of());

    /** Empty ones, to which can be added. */
    public static HandlerBindings start() {
        return new HandlerBindings(new LinkedHashMap<>(), new LinkedHashSet<>());
    }

    public void bind(String handler, FunctionEndpoint slot) {
        slots.computeIfAbsent(handler, any -> new LinkedHashSet<>()).add(slot);
    }

    /** Whether a handler serves a slot. */
    public boolean has(String handler, FunctionEndpoint slot) {
        return slots.getOrDefault(handler, Set.of()).contains(slot);
    }

    HandlerBindings without(FunctionEndpoint slot) {
        HandlerBindings rest = new HandlerBindings(new LinkedHashMap<>(), reserved);
        slots.forEach((handler, bound) ->
                bound.stream().filter(other -> other != slot).forEach(other -> rest.bind(handler, other)));
        return rest;
    }

    /** The slots of a handler; empty if it has none. */
    List<FunctionEndpoint> of(String handler) {
        return List.copyOf(slots.getOrDefault(handler, Set.of()));
    }

    /** Whether a function is not served under its own name. */
    boolean isTaken(String function) {
        return asksFor(function) || reserved.contains(function);
    }

    boolean asksFor(String handler) {
        return slots.containsKey(handler);
    }
}
