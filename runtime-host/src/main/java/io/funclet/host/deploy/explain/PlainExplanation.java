package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.classpath.ForeignPackages;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** What is said of a plain jar that serves: as what, without which packages, and who uses it. */
record PlainExplanation(DeployContext context, CodeDirectory directory) {

    /** The class path that a file is on; empty if it is on none. */
    Optional<InstalledJar> classPath(String fileName) {
        return context.jars().in(directory).stream()
                .filter(jar -> !jar.isDraining() && jar.isProvenOrWaits())
                .filter(jar -> PlainPart.of(fileName, jar.staged().parts()) != null)
                .findFirst();
    }

    List<Explanation> of(String fileName) {
        List<Explanation> because = new ArrayList<>();
        classPath(fileName).ifPresent(classPath -> {
            StagedJar part = PlainPart.of(fileName, classPath.staged().parts());
            because.add(Explanation.neutral("is a jar without OSGi headers, on the class path of " + classPath));
            String foreign = ForeignPackages.words(classPath.bundle(), part);
            if (!foreign.isEmpty()) {
                because.add(Explanation.neutral(foreign));
            }
            because.addAll(TrustExplanation.of(directory, part));
            users(classPath, part.plain().packages())
                    .forEach(user -> because.add(Explanation.neutral("is used by " + user)));
        });
        return because;
    }

    private Set<String> users(InstalledJar classPath, Set<String> packages) {
        Set<String> users = new TreeSet<>();
        BundleWiring wiring = classPath.bundle().adapt(BundleWiring.class);
        if (wiring != null) {
            for (BundleWire wire : wiring.getProvidedWires(PackageNamespace.PACKAGE_NAMESPACE)) {
                InstalledJar user = context.jars().of(wire.getRequirer().getBundle());
                Object name = wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
                if (user != null && !user.isDraining() && packages.contains(name)) {
                    users.add(user.toString());
                }
            }
        }
        return users;
    }
}
