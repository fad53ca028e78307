package io.funclet.host.deploy.natives;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.framework.guard.NativeFiles;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;

/**
 * The native libraries of all bundles that run or have run. The JVM unloads a library when it has collected the class
 * loader, and the system keeps some forever. A bundle may load its libraries at any time.
 */
public final class LoadedLibraries {

    /**
     * @param carrier what the jar has
     * @param named the same with the names that the loader of the system sees
     */
    private record Entry(Carrier carrier, Carrier named, WeakReference<ClassLoader> loader) {}

    @GuardedBy("this")
    private final List<Entry> entries = new ArrayList<>();

    /**
     * A bundle is about to run. If its libraries would be taken for others, it gets copies with names of their own.
     *
     * @return why it must not run; then it is not entered
     */
    public synchronized Optional<SonameClash> enter(Carrier carrier, ClassLoader loader) {
        prune();
        // A clash with a library that stays is the better reason.
        entries.sort(Comparator.comparing(entry -> isInstalled(entry.loader().get())));
        List<Carrier> others = entries.stream().map(Entry::named).toList();
        Optional<SonameClash> clash = SonameClash.find(carrier, others);
        Optional<PrivateNames> names = clash.flatMap(found -> PrivateNames.avoiding(carrier, others));
        if (clash.isPresent() && names.isEmpty()) {
            return clash;
        }
        names.ifPresent(found -> NativeFiles.rename(loader, found));
        if (entries.stream().noneMatch(entry -> entry.loader().get() == loader)) {
            Carrier named = names.map(PrivateNames::renamed).orElse(carrier);
            entries.add(new Entry(carrier, named, new WeakReference<>(loader)));
        }
        return Optional.empty();
    }

    /** What the author of an entered bundle did not mean, but happens because other libraries were loaded first. */
    public synchronized List<String> warnings(Carrier carrier) {
        List<Carrier> others = entries.stream()
                .map(Entry::carrier)
                .filter(other -> !other.equals(carrier))
                .toList();
        List<String> warnings = new ArrayList<>(carrier.sharedVariables(others));
        MappedLibraries mapped = MappedLibraries.now();
        for (NativeLibrary user : carrier.libraries()) {
            for (String library : user.needed()) {
                Set<Long> known = new HashSet<>(carrier.contents(library));
                if (!known.isEmpty()) {
                    others.forEach(other -> known.addAll(other.contents(library)));
                    mapped.other(library, known)
                            .ifPresent(path -> warnings.add(user.path() + " needs " + library + ", and calls that of "
                                    + path + ", which the process has already, instead of its own"));
                }
            }
        }
        return warnings;
    }

    /** Forgets bundles whose libraries are unloaded. */
    @GuardedBy("this")
    private void prune() {
        if (entries.stream().anyMatch(entry -> entry.loader().get() == null)) {
            MappedLibraries mapped = MappedLibraries.now();
            entries.removeIf(entry -> entry.loader().get() == null
                    && entry.carrier().libraries().stream().noneMatch(mapped::have));
        }
    }

    /** Whether a bundle that was entered has left the framework, and only memory still has its libraries. */
    public synchronized boolean hasLeft(Carrier carrier) {
        return entries.stream()
                .filter(entry -> entry.named() == carrier)
                .noneMatch(entry -> isInstalled(entry.loader().get()));
    }

    private static boolean isInstalled(ClassLoader loader) {
        return loader instanceof BundleReference reference
                && reference.getBundle().getState() != Bundle.UNINSTALLED;
    }
}
