package io.funclet.host.deploy.serving;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.call.Router;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.deploy.status.HandlerStatus;
import io.funclet.host.log.FailedCallback;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;

/**
 * The handlers of one code directory: which bundles offer them, and which endpoints of the router they serve. Only bundles
 * of the same directory serve a function.
 */
public final class ServedHandlers {

    private static final Logger LOG = Logger.getLogger(ServedHandlers.class.getName());

    private final Path path;
    private final Router router;

    /** Whether every function that is not reserved is served under its own name, beside those that are configured. */
    private final boolean open;

    private final FunctionNames names;

    @GuardedBy("this")
    private final SelectionTable selections = new SelectionTable();

    /** Replaced under this object's monitor, not modified. */
    private volatile HandlerBindings bindings = HandlerBindings.NONE;

    /** Whether nothing is published yet, because a better candidate may come. */
    @GuardedBy("this")
    private boolean holding = true;

    /** Whether all jars of the start have been tried. Written under this object's monitor. */
    private volatile boolean settled;

    public ServedHandlers(Path path, Router router, boolean open, String tenant) {
        this.path = path;
        this.router = router;
        this.open = open;
        this.names = new FunctionNames(tenant, open);
    }

    /**
     * Sets what is configured, also while functions are served: a slot that stays is served all the time.
     *
     * @param now not modified any more
     */
    public synchronized void configure(HandlerBindings now) {
        HandlerBindings before = bindings;
        bindings = now;
        removeUnneeded(before);
        for (String handler : now.slots().keySet()) {
            ProviderSelection selection = selections.ofHandler(handler);
            decide(selection);
            for (FunctionEndpoint slot : now.of(handler)) {
                if (!before.has(handler, slot)) {
                    slot.explainAbsence(absence(handler));
                    slot.publish(
                            selection.winner() == null
                                    ? null
                                    : selection.winner().version());
                }
            }
        }
        if (open && before != HandlerBindings.NONE) {
            selections.selectByName(this::isServedByName);
            for (Map.Entry<String, ProviderSelection> entry : selections.entries()) {
                String function = entry.getKey();
                ProviderSelection selection = entry.getValue();
                decide(selection);
                if (selection.winner() != null && isServedByName(function) && before.isTaken(function)) {
                    router.endpoint(names.full(function))
                            .publish(selection.winner().version());
                }
            }
            publish(false);
        }
    }

    /** No longer serves a slot; publishes nothing there. */
    public synchronized void release(FunctionEndpoint slot) {
        HandlerBindings before = bindings;
        bindings = before.without(slot);
        removeUnneeded(before);
    }

    /** What is configured. */
    public HandlerBindings bindings() {
        return bindings;
    }

    @GuardedBy("this")
    private void removeUnneeded(HandlerBindings before) {
        for (String handler : selections.handlers()) {
            boolean byName = isServedByName(handler) && selections.provides(handler);
            if (!byName && open && !before.isTaken(handler)) {
                router.remove(names.full(handler));
            }
            if (!byName && !bindings.asksFor(handler)) {
                selections.remove(handler);
            }
        }
    }

    private boolean isServedByName(String function) {
        return open && !bindings.isTaken(function) && !(names.tenant().isEmpty() && router.isOfTenant(function));
    }

    /** What its functions are called in this process. */
    public FunctionNames names() {
        return names;
    }

    @GuardedBy("this")
    private void decide(ProviderSelection selection) {
        if (!holding) {
            selection.decide(settled);
        }
    }

    public boolean areOpen() {
        return open;
    }

    /** Which bundle serves each handler, and which are on standby. */
    public synchronized List<HandlerStatus> status() {
        return selections.status(bindings, names);
    }

    /** Replaces providers in one step: a function that both offer is served all the time. */
    synchronized void exchange(List<FunctionProvider> draining, List<FunctionProvider> coming) {
        exchange(draining, coming, !open);
    }

    /** Takes providers down for a moment: calls wait for the next ones, also in an open directory. */
    synchronized void suspend(List<FunctionProvider> draining) {
        exchange(draining, List.of(), true);
    }

    @GuardedBy("this")
    private void exchange(List<FunctionProvider> draining, List<FunctionProvider> coming, boolean expectOthers) {
        selections.exchange(draining, coming, this::isServedByName).forEach(this::decide);
        publish(expectOthers);
        if (!holding) {
            ServingLog.standby(coming, selections.all(), names);
        }
        if (open) {
            selections.removeIf(
                    one -> one.getValue().isEmpty() && !one.getValue().hasChanged() && !bindings.asksFor(one.getKey()));
        }
    }

    /**
     * Publishes the winners. One that cannot be published, for lack of memory say, does not affect the others. It is
     * published with the next change, or at the end of this one.
     */
    @GuardedBy("this")
    private void publish(boolean expectOthers) {
        selections.forEach((handler, selection) -> {
            if (selection.hasChanged()) {
                try {
                    publish(handler, selection.winner(), expectOthers);
                    selection.published();
                    ServingLog.serves(names, handler, bindings.of(handler), selection.winner());
                } catch (RuntimeException | Error failed) {
                    FailedCallback.log(LOG, "the switch of " + handler, failed);
                }
            }
        });
    }

    private void publish(String handler, FunctionProvider winner, boolean expectOthers) {
        boolean bound = bindings.asksFor(handler);
        if (!bound && winner == null && !expectOthers) {
            router.remove(names.full(handler));
            return;
        }
        for (FunctionEndpoint slot : bound ? bindings.of(handler) : List.of(router.endpoint(names.full(handler)))) {
            slot.publish(winner == null ? null : winner.version());
        }
    }

    /** A phrase for each provider on standby, because another jar serves its function. */
    public synchronized Set<String> standingBy(List<FunctionProvider> candidates) {
        return selections.standingBy(candidates);
    }

    /**
     * Tells callers of functions that are not served why jars of the directory do not serve.
     *
     * @param reasons of all jars, each after a semicolon
     */
    public void explainAbsence(String reasons) {
        bindings.slots()
                .forEach((handler, bound) -> bound.forEach(slot -> slot.explainAbsence(absence(handler) + reasons)));
    }

    private String absence(String handler) {
        return "no bundle in " + path + " provides function " + handler;
    }

    /**
     * All jars of the start have been tried: from now on, a bundle keeps the name that it serves, and a name without a
     * bundle is unknown. Later, this only publishes what could not be published before.
     */
    public synchronized void settle() {
        publish(!open);
        if (!settled) {
            publishHeld();
            settled = true;
            if (open) {
                router.settle();
            }
        }
        router.reconsider();
    }

    /**
     * Publishes all providers so far, and from now on each that comes. Before that, no call reaches a version only because
     * it was the first to come.
     */
    public synchronized void publishHeld() {
        if (holding) {
            holding = false;
            Set<FunctionProvider> candidates = new LinkedHashSet<>();
            for (ProviderSelection selection : selections.all()) {
                selection.decide(settled);
                candidates.addAll(selection.candidates());
            }
            publish(!open);
            ServingLog.standby(candidates, selections.all(), names);
            // Calls that still wait get the reason.
            router.reconsider();
        }
    }
}
