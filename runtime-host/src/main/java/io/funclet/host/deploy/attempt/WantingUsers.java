package io.funclet.host.deploy.attempt;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import java.util.HashSet;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The serving bundles that would use a service of a change set. They are taken once. */
record WantingUsers(DeployContext context, ChangeSet set) {

    /**
     * Those that can start with it to get the service. One to which members are wired cannot: its next version has other
     * classes, for which the members' service is none.
     */
    Set<InstalledJar> joining() {
        return context.jars()
                .of(set.transaction()
                        .takeWanting(wanting -> set.bundles().stream()
                                .noneMatch(member -> isWired(member.bundle(), wanting, new HashSet<>()))));
    }

    Set<InstalledJar> all() {
        return context.jars().of(set.transaction().takeWanting(wanting -> true));
    }

    /** Whether a bundle is wired to another one, directly or not. */
    private static boolean isWired(Bundle bundle, Bundle provider, Set<Bundle> seen) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring != null
                && wiring.getRequiredWires(null).stream()
                        .map(wire -> wire.getProvider().getBundle())
                        .anyMatch(each -> each.equals(provider) || seen.add(each) && isWired(each, provider, seen));
    }
}
