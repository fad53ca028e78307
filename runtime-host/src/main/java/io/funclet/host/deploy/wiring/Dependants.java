package io.funclet.host.deploy.wiring;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Which bundles use what a bundle provides: packages and other capabilities, fragments, services of the registry, or
 * providers for {@code ServiceLoader}.
 */
public record Dependants(DeployContext context) {

    /** Bundles, and all bundles that use them, directly or not; each comes after those that it uses. */
    public List<InstalledJar> inOrder(Collection<InstalledJar> providers) {
        return inOrder(providers, provider -> Set.of());
    }

    /** The same, with further users of a bundle that do not use it yet. */
    public List<InstalledJar> inOrder(
            Collection<InstalledJar> providers, Function<InstalledJar, Set<InstalledJar>> futureUsers) {
        Set<InstalledJar> visited = new LinkedHashSet<>();
        List<InstalledJar> finished = new ArrayList<>();
        for (InstalledJar provider : providers) {
            visit(provider, futureUsers, visited, finished);
        }
        Collections.reverse(finished);
        return finished;
    }

    /** Depth first: adds a bundle after all its users. */
    private void visit(
            InstalledJar provider,
            Function<InstalledJar, Set<InstalledJar>> futureUsers,
            Set<InstalledJar> visited,
            List<InstalledJar> finished) {
        if (visited.add(provider)) {
            // The oldest first, so that bundles that use each other keep the order of their start.
            Stream.concat(direct(provider).stream(), futureUsers.apply(provider).stream())
                    .sorted(InstalledJar::compareStart)
                    .forEach(user -> visit(user, futureUsers, visited, finished));
            finished.add(provider);
        }
    }

    /** The bundles that are up, and use a replaced or removed one, or have missed a new one. */
    public Set<InstalledJar> outdated(CodeDirectory directory) {
        Set<InstalledJar> outdated = new LinkedHashSet<>();
        for (InstalledJar jar : context.jars().in(directory)) {
            if (jar.isDraining()) {
                outdated.addAll(direct(jar));
            } else if (jar.optional().hasMissed()) {
                outdated.add(jar);
            }
        }
        outdated.removeIf(user -> !user.isUp() || user.isDraining());
        return outdated;
    }

    public Set<InstalledJar> direct(InstalledJar provider) {
        try {
            return users(provider);
        } catch (IllegalStateException uninstalledMeanwhile) {
            return Set.of();
        }
    }

    private Set<InstalledJar> users(InstalledJar provider) {
        Set<InstalledJar> users = new LinkedHashSet<>();
        BundleWiring wiring = provider.bundle().adapt(BundleWiring.class);
        if (wiring != null) {
            for (BundleWire wire : wiring.getProvidedWires(null)) {
                add(users, wire.getRequirer().getBundle(), provider);
            }
            for (BundleWire wire : wiring.getRequiredWires(HostNamespace.HOST_NAMESPACE)) {
                add(users, wire.getProvider().getBundle(), provider);
            }
        }
        ServiceReference<?>[] services = provider.bundle().getRegisteredServices();
        if (services != null) {
            for (ServiceReference<?> service : services) {
                Bundle[] using = service.getUsingBundles();
                for (Bundle bundle : using == null ? new Bundle[0] : using) {
                    add(users, bundle, provider);
                }
            }
        }
        context.jars().usersOfServices(provider).forEach(user -> add(users, user.bundle(), provider));
        return users;
    }

    private void add(Set<InstalledJar> users, Bundle bundle, InstalledJar provider) {
        InstalledJar user = context.jars().of(bundle);
        if (user != null && user != provider) {
            users.add(user);
        }
    }
}
