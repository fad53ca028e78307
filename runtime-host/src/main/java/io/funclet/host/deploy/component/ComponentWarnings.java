package io.funclet.host.deploy.component;

import io.funclet.host.framework.component.BundleHints;
import io.funclet.host.framework.scr.ScrLog;
import io.funclet.host.framework.scr.ScrWarnings;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What the author of a bundle probably did not mean, although the bundle works. */
public final class ComponentWarnings {

    private final BundleContext host;

    public ComponentWarnings(BundleContext host) {
        this.host = host;
    }

    /**
     * A phrase for each; empty if there is none. Reads the bundle's descriptions of components only if SCR has something
     * against them, or they bring nothing.
     */
    public List<String> of(Bundle bundle) {
        ScrWarnings complaints = ScrLog.complaints(bundle);
        List<String> hints = BundleHints.of(host, bundle);
        if (complaints.isEmpty() && hints.isEmpty()) {
            return List.of();
        }
        ComponentDescriptions descriptions = ComponentDescriptions.of(bundle);
        List<String> warnings = new ArrayList<>(descriptions.faults());
        if (warnings.isEmpty()) {
            warnings.addAll(complaints.documents());
        }
        complaints.components().stream()
                // The descriptions have told.
                .filter(phrase -> !phrase.contains("has already been registered by Bundle"))
                .forEach(warnings::add);
        if (!descriptions.components().isEmpty()) {
            // Components that SCR has rejected are no reason to look for others.
            warnings.addAll(hints.equals(BundleHints.NOTHING) ? List.of() : hints);
        } else if (warnings.isEmpty()) {
            descriptions
                    .unmatched()
                    .forEach(pattern -> warnings.add("no file of the jar matches " + pattern + ", which "
                            + ComponentDescriptions.HEADER + " names"));
        }
        // Only if nothing else says why it brings nothing.
        return warnings.isEmpty() ? hints : warnings;
    }
}
