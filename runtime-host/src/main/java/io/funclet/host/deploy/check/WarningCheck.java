package io.funclet.host.deploy.check;

import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.ComponentWarnings;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;

/** What the author of a jar probably did not mean, although it would run. */
record WarningCheck(TrialFramework framework, Bundle bundle, ComponentDescriptions descriptions) {

    /** A phrase for each. */
    List<String> all() {
        List<String> warnings = new ArrayList<>(descriptions.faults());
        descriptions.components().forEach(component -> component.warning().ifPresent(warnings::add));
        if (warnings.isEmpty() && descriptions.components().isEmpty()) {
            warnings.addAll(new ComponentWarnings(framework.host()).of(bundle));
        }
        return warnings;
    }
}
