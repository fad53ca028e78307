package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.natives.Carrier;
import io.funclet.host.deploy.natives.LoadedLibraries;
import io.funclet.host.deploy.natives.SonameClash;
import java.util.Collection;
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

    private final LoadedLibraries loaded = new LoadedLibraries();

    /**
     * Admits a bundle, which is resolved, and of which nothing has run yet.
     *
     * @param neighbours those of its directory
     */
    void admit(InstalledJar jar, Collection<InstalledJar> neighbours) throws RejectedException {
        ClassLoader loader = loader(jar.bundle());
        if (loader == null) {
            // A fragment without its host.
            return;
        }
        Carrier carrier = new Carrier(jar.toString(), jar.staged().natives());
        Optional<SonameClash> clash = loaded.enter(carrier, loader);
        if (clash.isPresent()) {
            throw rejected(jar, clash.get(), neighbours);
        }
        jar.warnOf(loaded.warnings(carrier));
    }

    private RejectedException rejected(InstalledJar jar, SonameClash clash, Collection<InstalledJar> neighbours) {
        if (loaded.hasLeft(clash.other())) {
            // Its class loader would go by itself some day, or never where little happens.
            System.gc();
            return RejectedException.failedStart(
                    clash.words("restart the runtime") + "; or wait: it is removed already, and goes with its memory",
                    null);
        }
        Optional<InstalledJar> neighbour = neighbours.stream()
                .filter(one -> one.toString().equals(clash.other().name()))
                .findFirst();
        if (neighbour.isEmpty()) {
            // Nothing else has jars of another directory looked at again.
            return RejectedException.failedStart(clash.words("use a runtime for each"), null);
        }
        return neighbour.get().staged().source().equals(jar.staged().source())
                ? new RejectedException(clash.words("restart the runtime"))
                : RejectedException.untilOthersCome(clash.words("use a runtime for each"), null);
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
