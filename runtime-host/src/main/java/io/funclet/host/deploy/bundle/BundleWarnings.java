package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.component.ComponentWarnings;
import io.funclet.host.deploy.directory.DirectoryActivity;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.natives.ResidentLibraries;
import io.funclet.host.deploy.serving.BundleFunctions;
import io.funclet.host.framework.component.AbsentEntries;
import io.funclet.host.framework.component.DescribedMembers;
import io.funclet.host.framework.component.UnsatisfiedComponents;
import io.funclet.host.framework.copied.CopiedPackages;
import io.funclet.host.framework.requirement.AbsentPackages;
import io.funclet.host.framework.scr.ComponentRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What the author of a bundle probably did not mean, although the bundle works. Any thread. */
public final class BundleWarnings {

    private static final Logger LOG = Logger.getLogger(BundleWarnings.class.getName());

    private final BundleContext host;
    private final Bundle bundle;
    private final StagedJar staged;
    private final BundleFunctions functions;
    private final DirectoryActivity activity;

    private volatile List<String> natives = List.of();

    /** {@code null} before it is found out. */
    private volatile List<String> copied;

    BundleWarnings(
            BundleContext host,
            Bundle bundle,
            StagedJar staged,
            BundleFunctions functions,
            DirectoryActivity activity) {
        this.functions = functions;
        this.activity = activity;
        this.host = host;
        this.bundle = bundle;
        this.staged = staged;
    }

    /** A phrase for each. At a start of the process, without what all classes have to be read for, if that is not known. */
    public List<String> all() {
        return all(!activity.isStarted());
    }

    private List<String> all(boolean atStart) {
        List<String> all = new ArrayList<>(natives);
        if (copied == null && !atStart) {
            copied = staged.isMixed() ? ofCopiedPackages() : List.of();
        }
        all.addAll(copied == null ? List.of() : copied);
        all.addAll(AbsentEntries.of(bundle));
        all.addAll(new ComponentWarnings(host).of(bundle));
        all.addAll(DescribedMembers.missing(host, bundle));
        functions.all().stream()
                .flatMap(function -> function.advice().stream())
                .distinct()
                .forEach(advice -> all.add("its calls fail: " + advice));
        return all;
    }

    void ofNatives(List<String> found) {
        natives = found;
    }

    /** Also what other bundles may bring at any time. */
    public List<String> ofNow() {
        List<String> all = all(false);
        all.addAll(AbsentPackages.of(bundle, ownClasses(), UnsatisfiedComponents.visible(bundle)));
        return all;
    }

    /** What of it stays in memory after an update; empty if nothing is known to. At a start, updates are far. */
    public Optional<String> residentLibrary() {
        return activity.isStarted() ? residentLibraryOfNow() : Optional.empty();
    }

    /** The same, at any time. */
    public Optional<String> residentLibraryOfNow() {
        return functions.names().isEmpty() ? Optional.empty() : ResidentLibraries.note(staged.carrier());
    }

    private Set<String> ownClasses() {
        Set<String> own = new TreeSet<>();
        Collection<ComponentDescriptionDTO> components =
                ComponentRuntime.ask(host, List.of(), runtime -> runtime.getComponentDescriptionDTOs(bundle));
        components.forEach(component -> own.add(component.implementationClass));
        String activator = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATOR);
        if (activator != null) {
            own.add(activator);
        }
        return own;
    }

    private List<String> ofCopiedPackages() {
        try {
            return CopiedPackages.warnings(staged.copy(), ownClasses());
        } catch (IOException unreadable) {
            LOG.log(Level.FINE, staged + " cannot be searched for what it lacks", unreadable);
            return List.of();
        }
    }
}
