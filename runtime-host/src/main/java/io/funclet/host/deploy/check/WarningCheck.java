package io.funclet.host.deploy.check;

import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.ComponentWarnings;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.framework.component.AbsentEntries;
import io.funclet.host.framework.component.CarriedCopy;
import io.funclet.host.framework.component.DescribedMembers;
import io.funclet.host.framework.copied.AskedServices;
import io.funclet.host.framework.copied.CopiedPackages;
import io.funclet.host.framework.requirement.AbsentPackages;
import io.funclet.host.framework.requirement.LibraryAdvice;
import io.funclet.host.framework.serviceloader.ProviderSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** What the author of a jar probably did not mean, although it would run. */
record WarningCheck(TrialFramework framework, Bundle bundle, StagedJar staged, ComponentDescriptions descriptions) {

    /** A phrase for each. */
    List<String> all() throws IOException {
        List<String> warnings = new ArrayList<>(descriptions.faults());
        descriptions.components().forEach(component -> component.warning().ifPresent(warnings::add));
        warnings.addAll(descriptions.sharedNames());
        if (warnings.isEmpty() && descriptions.components().isEmpty()) {
            warnings.addAll(new ComponentWarnings(framework.host()).of(bundle));
        }
        descriptions
                .components()
                .forEach(component -> component.classes().stream()
                        .findFirst()
                        .map(name -> DescribedMembers.missing(bundle, component.name(), name, component.members()))
                        .ifPresent(warnings::addAll));
        warnings.addAll(AbsentEntries.of(bundle));
        CarriedCopy.ofLogging(bundle).ifPresent(warnings::add);
        if (staged.isMixed()) {
            warnings.addAll(CopiedPackages.warnings(staged.copy(), ownClasses()));
        }
        warnings.addAll(AbsentPackages.of(bundle, ownClasses(), framework.host().getBundles()));
        return warnings;
    }

    /** The services for which a class of its own would find no provider. It may do without. */
    List<Explanation> missedServices(Collection<Bundle> neighbours) {
        List<Explanation> missed = new ArrayList<>();
        for (String name : ownClasses()) {
            for (String service : AskedServices.of(bundle, name)) {
                if (isMissed(service, neighbours)) {
                    missed.add(Explanation.neutral("class " + name + " " + LibraryAdvice.noProvider(service)));
                }
            }
        }
        return missed;
    }

    private boolean isMissed(String service, Collection<Bundle> neighbours) {
        try {
            Class<?> type = bundle.loadClass(service);
            // For its own services, Java has providers.
            return FrameworkUtil.getBundle(type) != null
                    && !ProviderSearch.isOffered(bundle, type)
                    && neighbours.stream().noneMatch(other -> ProviderSearch.isOffered(other, type));
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    private Set<String> ownClasses() {
        Set<String> own = new TreeSet<>();
        descriptions.components().forEach(component -> own.addAll(component.classes()));
        String activator = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATOR);
        if (activator != null) {
            own.add(activator);
        }
        return own;
    }
}
