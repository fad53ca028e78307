package io.funclet.host.deploy;

import io.funclet.host.deploy.natives.Carrier;
import io.funclet.host.deploy.natives.LoadedLibraries;
import io.funclet.host.deploy.natives.SonameClash;
import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Keeps bundles from running whose native libraries would be bound to those of others. A call that a wrong library answers
 * is worse than an update that is not taken: no one notices.
 */
final class LibraryAdmission {

    /** A collection holds up all calls. What it has not removed, the next one may not remove either. */
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(20);

    private final InstalledJars jars;
    private final LoadedLibraries loaded = new LoadedLibraries();

    /** On the clock of {@link System#nanoTime}; guarded by this object's monitor. */
    private long lastCollection = System.nanoTime() - BETWEEN_COLLECTIONS.toNanos();

    LibraryAdmission(InstalledJars jars) {
        this.jars = jars;
    }

    /** Admits a bundle, which is resolved, and of which nothing has run yet. */
    void admit(InstalledJar jar) throws RefusedException {
        ClassLoader loader = loader(jar.bundle());
        if (loader == null) {
            // A fragment without its host.
            return;
        }
        Carrier carrier = new Carrier(jar.toString(), jar.staged().natives());
        Optional<SonameClash> clash = loaded.enter(carrier, loader);
        if (clash.isPresent()) {
            throw refused(jar, clash.get());
        }
    }

    private RefusedException refused(InstalledJar jar, SonameClash clash) {
        if (loaded.hasLeft(clash.other())) {
            collect();
            return RefusedException.forWantOfRoom(
                    clash.words("restart the runtime") + "; or wait: it is removed already, and goes with its memory",
                    null);
        }
        Optional<InstalledJar> neighbour = jars.in(jar.directory()).stream()
                .filter(one -> one.toString().equals(clash.other().name()))
                .findFirst();
        boolean isUpdate = neighbour.isPresent()
                && neighbour.get().staged().source().equals(jar.staged().source());
        return isUpdate || neighbour.isEmpty()
                ? new RefusedException(clash.words(isUpdate ? "restart the runtime" : "use a runtime for each"))
                : RefusedException.untilOthersCome(clash.words("use a runtime for each"), null);
    }

    /** What a bundle has left in memory goes when its class loader goes, which may take days where little happens. */
    private synchronized void collect() {
        if (System.nanoTime() - lastCollection >= BETWEEN_COLLECTIONS.toNanos()) {
            System.gc();
            lastCollection = System.nanoTime();
        }
    }

    /** That of its host, if it is a fragment; {@code null} if it has none. */
    private static ClassLoader loader(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        for (BundleWire host : wiring.getRequiredWires(HostNamespace.HOST_NAMESPACE)) {
            return host.getProviderWiring().getClassLoader();
        }
        return wiring.getClassLoader();
    }
}
