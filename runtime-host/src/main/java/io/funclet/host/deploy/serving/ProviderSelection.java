package io.funclet.host.deploy.serving;

import io.funclet.host.deploy.status.HandlerStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.VersionRange;

/**
 * Which of several providers serves a function of one code directory.
 *
 * <p>Of one bundle, the highest {@code service.ranking} serves, then the highest version, and of equal versions the
 * newest file. Of different bundles, the one that serves keeps the name, unless another's {@code service.ranking} is
 * higher; if none serves yet, as after a restart, the ranking decides and then the file name, so that the outcome does
 * not depend on the order in which they came.
 *
 * <p>Not thread-safe: {@link ServedHandlers} guard it.
 */
final class ProviderSelection {

    private static final VersionRange ANY = new VersionRange("0");

    private final String name;
    private final VersionRange versions;
    private final List<FunctionProvider> candidates = new ArrayList<>();
    private FunctionProvider winner;

    /** Whether the winner is not yet what the slots have. */
    private boolean changed;

    private ProviderSelection(String name, VersionRange versions) {
        this.name = name;
        this.versions = versions;
    }

    /** All versions of a function, whatever its name looks like. */
    static ProviderSelection ofAllVersions(String name) {
        return new ProviderSelection(name, ANY);
    }

    /**
     * Reads {@code NAME} or {@code NAME@RANGE}, where the range is OSGi's: {@code [1.0,2.0)}, or {@code 1.0} for this
     * version and all later ones.
     */
    static ProviderSelection of(String handler) {
        int at = handler.indexOf('@');
        return at < 0
                ? ofAllVersions(handler)
                : new ProviderSelection(handler.substring(0, at).strip(), new VersionRange(handler.substring(at + 1)));
    }

    FunctionProvider winner() {
        return winner;
    }

    List<FunctionProvider> candidates() {
        return List.copyOf(candidates);
    }

    /** Adds a provider if it has this name and one of these versions. Returns whether it has. */
    boolean add(FunctionProvider provider) {
        return name.equals(provider.functionName())
                && versions.includes(provider.jar().version())
                && candidates.add(provider);
    }

    boolean remove(FunctionProvider provider) {
        return candidates.remove(provider);
    }

    boolean isLostBy(FunctionProvider provider) {
        return winner != null && winner != provider && candidates.contains(provider);
    }

    boolean isEmpty() {
        return candidates.isEmpty();
    }

    /** Whether another provider is to serve than the one that does. */
    boolean hasChanged() {
        return changed;
    }

    void published() {
        changed = false;
    }

    HandlerStatus status(String handler, List<String> names) {
        return new HandlerStatus(
                handler,
                name,
                versions.toString(),
                names,
                winner == null ? null : winner.ranked(),
                candidates.stream()
                        .filter(provider -> provider != winner)
                        .map(FunctionProvider::ranked)
                        .toList());
    }

    /** Decides again. Returns whether the winner has changed. */
    boolean decide(boolean incumbentCounts) {
        String incumbent = incumbentCounts && winner != null ? bundleOf(winner) : null;
        FunctionProvider best = null;
        for (FunctionProvider champion : champions()) {
            if (best == null || beats(champion, best, incumbent)) {
                best = champion;
            }
        }
        boolean different = best != winner;
        changed |= different;
        winner = best;
        return different;
    }

    private Collection<FunctionProvider> champions() {
        Map<String, FunctionProvider> champions = new HashMap<>();
        for (FunctionProvider provider : candidates) {
            FunctionProvider champion = champions.get(bundleOf(provider));
            if (champion == null || withinABundle(provider, champion) > 0) {
                champions.put(bundleOf(provider), provider);
            }
        }
        return champions.values();
    }

    /** Positive if the first one goes before the second. By hand: a chain of comparators takes 4 ms of a start. */
    private static int withinABundle(FunctionProvider one, FunctionProvider other) {
        int order = Integer.compare(one.ranking(), other.ranking());
        if (order == 0) {
            order = one.jar().version().compareTo(other.jar().version());
        }
        if (order == 0) {
            order = one.jar().modified().compareTo(other.jar().modified());
        }
        if (order == 0) {
            // Of copies, the same one after each start.
            order = fileName(other).compareTo(fileName(one));
        }
        return order != 0 ? order : Long.compare(one.serviceId(), other.serviceId());
    }

    private static boolean beats(FunctionProvider challenger, FunctionProvider best, String incumbent) {
        if (challenger.ranking() != best.ranking()) {
            return challenger.ranking() > best.ranking();
        }
        if (bundleOf(challenger).equals(incumbent) || bundleOf(best).equals(incumbent)) {
            return bundleOf(challenger).equals(incumbent);
        }
        return fileName(challenger).compareTo(fileName(best)) < 0;
    }

    private static String bundleOf(FunctionProvider provider) {
        return provider.jar().symbolicName();
    }

    private static String fileName(FunctionProvider provider) {
        return provider.jar().fileName();
    }
}
