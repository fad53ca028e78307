package io.funclet.host.deploy;

import io.funclet.host.framework.EmbeddedFelix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;

/** The function bundles of the framework, and who of them may use whom. */
final class InstalledJars {

    private final Map<Long, InstalledJar> byBundle = new ConcurrentHashMap<>();

    void add(InstalledJar jar) {
        byBundle.put(jar.bundle().getBundleId(), jar);
    }

    void remove(InstalledJar jar) {
        byBundle.remove(jar.bundle().getBundleId());
    }

    /** The jar of a bundle; {@code null} if it is no function bundle, or on its way out of the framework. */
    InstalledJar of(Bundle bundle) {
        return byBundle.get(bundle.getBundleId());
    }

    /** A service of a bundle was kept from another one, which will have to be deployed anew to get it. */
    void kept(Bundle user, Bundle provider) {
        InstalledJar using = of(user);
        InstalledJar providing = of(provider);
        if (using != null && providing != null && using.directory() == providing.directory() && using.serves()) {
            providing.keptFrom(using);
        }
    }

    List<InstalledJar> in(CodeDirectory directory) {
        List<InstalledJar> jars = new ArrayList<>(byBundle.values());
        jars.removeIf(jar -> jar.directory() != directory);
        return jars;
    }

    /**
     * Whether a bundle may use what another one provides: of the platform everything; of its own code directory what is
     * not about to go. So tenants cannot break each other, and what is started anew is wired to what stays.
     */
    boolean mayUse(Bundle user, Bundle provider) {
        if (user.equals(provider) || EmbeddedFelix.isPlatform(user) || EmbeddedFelix.isPlatform(provider)) {
            return true;
        }
        InstalledJar using = of(user);
        InstalledJar providing = of(provider);
        if (using == null || providing == null) {
            // Installed this very moment, or being uninstalled: the directories are told by the locations.
            return Staging.directoryOf(user) == Staging.directoryOf(provider) && providing != null;
        }
        return using.directory() == providing.directory()
                && (!providing.isLeaving() || using.isLeaving())
                // What replaces a version that serves must not lean on what may be refused the next moment.
                && (providing.isProven() || !using.isUpdate())
                // Nor must what serves be started again in its place, because it is offered something better.
                && (providing.isProven() || !using.serves())
                // A version of itself is what it replaces: wired to that, a library would pass on the old one's
                // packages.
                && !using.staged().symbolicName().equals(providing.staged().symbolicName());
    }
}
