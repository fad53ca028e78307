package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.framework.requirement.LibraryAdvice;
import io.funclet.host.framework.serviceloader.ProviderSearch;
import java.util.List;
import org.osgi.framework.FrameworkUtil;

/** What a bundle has looked for by {@code ServiceLoader} in vain. Many libraries do without. */
record ServiceExplanation(DeployContext context, CodeDirectory directory) {

    List<Explanation> of(InstalledJar jar) {
        List<InstalledJar> others = context.jars().in(directory);
        return jar.services().asked().stream()
                // For its own services, Java has providers.
                .filter(service -> FrameworkUtil.getBundle(service) != null)
                .filter(service -> others.stream()
                        .noneMatch(other -> (other == jar || other.providesServices())
                                && ProviderSearch.isOffered(other.bundle(), service)))
                .map(Class::getName)
                .sorted()
                .map(name -> Explanation.neutral(LibraryAdvice.noProvider(name)))
                .toList();
    }
}
