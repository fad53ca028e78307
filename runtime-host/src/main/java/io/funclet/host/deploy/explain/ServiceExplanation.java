package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.framework.requirement.LibraryAdvice;
import io.funclet.host.framework.serviceloader.ProviderSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;

/** What a bundle has looked for by {@code ServiceLoader} in vain. Many libraries do without. */
record ServiceExplanation(DeployContext context, CodeDirectory directory) {

    List<Explanation> of(InstalledJar jar) {
        List<Explanation> missed = new ArrayList<>();
        missed(jar)
                .map(name -> Explanation.neutral(LibraryAdvice.noProvider(name)))
                .forEach(missed::add);
        // Not each service of each library: that could be dozens.
        String libraries = libraries(jar)
                .filter(library -> missed(library).findAny().isPresent())
                .map(library -> library.staged().fileName())
                .sorted()
                .collect(Collectors.joining(", "));
        if (!libraries.isEmpty()) {
            missed.add(Explanation.neutral(
                    "uses " + libraries + ", which found no provider of a service; explain that file for the names"));
        }
        return missed;
    }

    /** The jars of the directory whose packages it imports. */
    private Stream<InstalledJar> libraries(InstalledJar jar) {
        BundleWiring wiring = jar.bundle().adapt(BundleWiring.class);
        return wiring == null
                ? Stream.empty()
                : wiring.getRequiredWires(null).stream()
                        .map(wire -> context.jars().of(wire.getProvider().getBundle()))
                        .filter(Objects::nonNull)
                        .distinct();
    }

    private Stream<String> missed(InstalledJar jar) {
        List<InstalledJar> others = context.jars().in(directory);
        return jar.services().asked().stream()
                // For its own services, Java has providers.
                .filter(service -> FrameworkUtil.getBundle(service) != null)
                .filter(service -> others.stream()
                        .noneMatch(other -> (other == jar || other.providesServices())
                                && ProviderSearch.isOffered(other.bundle(), service)))
                .map(Class::getName)
                .sorted();
    }
}
