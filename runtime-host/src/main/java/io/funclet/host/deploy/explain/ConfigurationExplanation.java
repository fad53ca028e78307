package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.component.DeclaredComponent;
import io.funclet.host.deploy.configuration.Configurations;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.status.Explanation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which configurations are not used. */
record ConfigurationExplanation(DeployContext context, CodeDirectory directory) {

    /** That a bundle could not be started with what has changed. */
    Optional<Explanation> missedBy(InstalledJar jar, DeployedFile file) {
        String complaint = file.outcomes().complaintOf(jar);
        boolean missed = !complaint.isEmpty()
                && jar.keepsConfiguration(context.jars().configurations().current(directory));
        return missed
                ? Optional.of(
                        Explanation.bad("goes on with its former configuration; with the changed one it " + complaint))
                : Optional.empty();
    }

    /** Those that are meant to configure a component of a bundle. */
    List<Explanation> of(InstalledJar jar) {
        Map<String, String> complaints = complaints();
        if (complaints.isEmpty()) {
            return List.of();
        }
        List<DeclaredComponent> components =
                ComponentDescriptions.of(jar.bundle()).components();
        return complaints.keySet().stream()
                .filter(name -> components.stream().anyMatch(component -> component.takes(name)))
                .sorted()
                .map(name -> Explanation.bad(directory.label(name) + " " + complaints.get(name)))
                .toList();
    }

    /** About a file; empty if it is none with a configuration. */
    Optional<Explanation> of(String fileName) {
        if (!Configurations.isFile(fileName)) {
            return Optional.empty();
        }
        String file = directory.label(fileName) + " ";
        String complaint = complaints().get(fileName);
        return Optional.of(
                complaint == null
                        ? Explanation.neutral(file + "is read as a configuration")
                        : Explanation.bad(file + complaint));
    }

    private Map<String, String> complaints() {
        return context.jars().configurations().complaints(directory);
    }
}
