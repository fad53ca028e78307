package io.funclet.host.deploy.wiring;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.framework.serviceloader.ProviderSearch;
import java.util.List;
import java.util.stream.Stream;

/** Service providers that came after a bundle had looked for them: most bundles look once. */
final class MissedProviders {

    private final DeployContext context;

    MissedProviders(DeployContext context) {
        this.context = context;
    }

    /** The bundles that offer providers of a service that a bundle has looked for, and that it did not find. */
    Stream<InstalledJar> by(InstalledJar jar) {
        List<Class<?>> asked = jar.services().asked();
        if (asked.isEmpty()) {
            return Stream.empty();
        }
        return context.jars().in(jar.directory()).stream()
                .filter(other -> other != jar
                        && other.providesServices()
                        && !other.services().isUsedBy(jar.bundle())
                        && asked.stream().anyMatch(service -> ProviderSearch.isOffered(other.bundle(), service)));
    }
}
