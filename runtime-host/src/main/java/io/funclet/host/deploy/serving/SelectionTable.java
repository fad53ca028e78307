package io.funclet.host.deploy.serving;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.deploy.status.HandlerStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The providers of a code directory, and which of them serves each handler.
 *
 * <p>Not thread-safe: {@link ServedHandlers} guard it.
 */
final class SelectionTable {

    /** By handler as it is configured, or by function. */
    private final Map<String, ProviderSelection> selections = new LinkedHashMap<>();

    private final List<FunctionProvider> providers = new ArrayList<>();

    /** A selection for each handler of a configuration. */
    ProviderSelection ofHandler(String handler) {
        return selections.computeIfAbsent(handler, text -> filled(ProviderSelection.of(text)));
    }

    /** Makes a selection for each function that is to be served under its own name, and has none. */
    void selectByName(Predicate<String> functions) {
        selectByName(providers, functions);
    }

    private void selectByName(List<FunctionProvider> those, Predicate<String> functions) {
        for (FunctionProvider provider : those) {
            if (functions.test(provider.functionName())) {
                selections.computeIfAbsent(
                        provider.functionName(), name -> filled(ProviderSelection.ofAllVersions(name)));
            }
        }
    }

    private ProviderSelection filled(ProviderSelection selection) {
        providers.forEach(selection::add);
        return selection;
    }

    /** Whether any provider has this name. */
    boolean provides(String function) {
        return providers.stream().anyMatch(provider -> provider.functionName().equals(function));
    }

    /**
     * Replaces providers. Returns the selections that this concerns.
     *
     * @param functions those that are to be served under their own names
     */
    List<ProviderSelection> exchange(
            List<FunctionProvider> draining, List<FunctionProvider> coming, Predicate<String> functions) {
        selectByName(coming, functions);
        List<ProviderSelection> concerned = new ArrayList<>();
        for (ProviderSelection selection : selections.values()) {
            boolean concerns = false;
            for (FunctionProvider provider : coming) {
                concerns |= selection.add(provider);
            }
            for (FunctionProvider provider : draining) {
                concerns |= selection.remove(provider);
            }
            if (concerns) {
                concerned.add(selection);
            }
        }
        providers.removeAll(draining);
        providers.addAll(coming);
        return concerned;
    }

    void removeIf(Predicate<Map.Entry<String, ProviderSelection>> unneeded) {
        selections.entrySet().removeIf(unneeded);
    }

    void remove(String handler) {
        selections.remove(handler);
    }

    /** The handlers and functions, as a copy. */
    Set<String> handlers() {
        return Set.copyOf(selections.keySet());
    }

    Set<Map.Entry<String, ProviderSelection>> entries() {
        return selections.entrySet();
    }

    void forEach(BiConsumer<String, ProviderSelection> action) {
        selections.forEach(action);
    }

    /** Which provider serves each handler, and which are on standby. */
    List<HandlerStatus> status(HandlerBindings bindings, FunctionNames names) {
        List<HandlerStatus> status = new ArrayList<>();
        selections.forEach((handler, selection) -> {
            List<String> called = bindings.asksFor(handler)
                    ? bindings.of(handler).stream().map(FunctionEndpoint::name).toList()
                    : List.of(names.full(handler));
            status.add(selection.status(handler, called));
        });
        return status;
    }

    /** A phrase for each of these that is on standby. Of two in one jar, the warnings of the jar tell. */
    Set<String> standingBy(List<FunctionProvider> candidates) {
        Set<String> phrases = new LinkedHashSet<>();
        for (FunctionProvider provider : candidates) {
            for (ProviderSelection selection : selections.values()) {
                if (selection.isLostBy(provider)
                        && provider.jar() != selection.winner().jar()) {
                    phrases.add("function " + provider.functionName() + " is on standby, because "
                            + selection.winner().jar().label() + " serves it");
                }
            }
        }
        return phrases;
    }

    Collection<ProviderSelection> all() {
        return selections.values();
    }
}
