package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.natives.Carrier;
import io.funclet.host.deploy.natives.LoadedLibraries;
import io.funclet.host.deploy.natives.MountOptions;
import io.funclet.host.deploy.natives.SonameClash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Rejects bundles whose native libraries would be bound to those of others: a call into a wrong library would go unnoticed.
 */
final class LibraryAdmission {

    private final LoadedLibraries loaded = new LoadedLibraries();

    /** Admits a resolved bundle that has not run yet. */
    void admit(InstalledJar jar, Collection<InstalledJar> neighbours) throws RejectedException {
        ClassLoader loader = loader(jar.bundle());
        if (loader == null) {
            // A fragment without its host.
            return;
        }
        Carrier carrier = jar.staged().carrier();
        Optional<SonameClash> clash = loaded.enter(carrier, loader);
        if (clash.isPresent()) {
            throw rejected(jar, clash.get(), neighbours);
        }
        List<String> warnings = new ArrayList<>(loaded.warnings(carrier));
        MountOptions.fault(carrier).ifPresent(warnings::add);
        jar.warnings().ofNatives(warnings);
    }

    private RejectedException rejected(InstalledJar jar, SonameClash clash, Collection<InstalledJar> neighbours) {
        if (loaded.hasLeft(clash.other())) {
            // Else its class loader might stay for long where little happens.
            System.gc();
            return RejectedException.failedStart(
                    clash.words("restart the runtime") + "; or wait: it is removed, and its memory will be freed",
                    null);
        }
        Optional<InstalledJar> neighbour = neighbours.stream()
                .filter(one -> one.toString().equals(clash.other().name()))
                .findFirst();
        if (neighbour.isEmpty()) {
            // Changes of another directory cause no further look.
            return RejectedException.failedStart(clash.words("use a runtime for each"), null);
        }
        return neighbour.get().staged().source().equals(jar.staged().source())
                ? new RejectedException(clash.words("restart the runtime"))
                : RejectedException.untilOthersCome(clash.words("use a runtime for each"), null);
    }

    /** The class loader, for a fragment that of its host; {@code null} if it has none. */
    private static ClassLoader loader(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        for (BundleWire host : wiring.getRequiredWires(HostNamespace.HOST_NAMESPACE)) {
            return host.getProviderWiring().getClassLoader();
        }
        return wiring.getClassLoader();
    }
}
