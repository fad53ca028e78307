package io.funclet.host.deploy.check;

import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.ComponentWarnings;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.framework.component.CarriedCopy;
import io.funclet.host.framework.copied.CopiedPackages;
import io.funclet.host.framework.requirement.AbsentPackages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** What the author of a jar probably did not mean, although it would run. */
record WarningCheck(TrialFramework framework, Bundle bundle, StagedJar staged, ComponentDescriptions descriptions) {

    /** A phrase for each. */
    List<String> all() throws IOException {
        List<String> warnings = new ArrayList<>(descriptions.faults());
        descriptions.components().forEach(component -> component.warning().ifPresent(warnings::add));
        if (warnings.isEmpty() && descriptions.components().isEmpty()) {
            warnings.addAll(new ComponentWarnings(framework.host()).of(bundle));
        }
        CarriedCopy.ofLogging(bundle).ifPresent(warnings::add);
        if (staged.isMixed()) {
            warnings.addAll(CopiedPackages.warnings(staged.copy(), ownClasses()));
        }
        warnings.addAll(AbsentPackages.of(bundle, ownClasses()));
        return warnings;
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
