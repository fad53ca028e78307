package io.funclet.host.deploy.wiring;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.framework.requirement.MissingRequirements;
import io.funclet.host.framework.requirement.Reason;
import io.funclet.host.framework.requirement.ResolverMessage;
import io.funclet.host.framework.requirement.UnmetRequirements;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Wires a bundle to what it requires, or says what is missing and which bundle would provide it. */
public record Resolution(DeployContext context, InstalledJar jar) {

    /** How many rejected jars are opened. */
    private static final int MOST_OPENED = 50;

    private static final String CLASS = ".class";

    /** Wires the bundle. Throws if something that it requires is missing; it may come later. */
    public void run() throws RejectedException {
        if (succeeds()) {
            return;
        }
        Bundle bundle = jar.bundle();
        MissingRequirements missing = new MissingRequirements(
                context.frameworkWiring(), bundle, provider -> context.jars().mayUse(bundle, provider));
        if (!missing.areNone()) {
            throw RejectedException.untilOthersCome(missing.line(inRejectedJars(missing.packages())), null);
        }
        // The missing one may have come in between.
        if (!succeeds()) {
            List<Reason> inTurn = UnmetRequirements.of(context.host(), bundle, context.jars()::mayUse);
            throw RejectedException.untilOthersCome(inTurn.isEmpty() ? message() : Reason.line(inTurn), null);
        }
    }

    /** Which rejected jars of the directory have classes of the missing packages. */
    private String inRejectedJars(Collection<String> packages) {
        StringJoiner words = new StringJoiner("; ");
        if (!packages.isEmpty()) {
            jar.directory().absences().rejections().entrySet().stream()
                    .limit(MOST_OPENED)
                    .forEach(rejected -> held(rejected.getKey(), packages)
                            .ifPresent(held -> words.add(
                                    rejected.getKey() + " has classes of " + held + ", but " + rejected.getValue())));
        }
        return words.toString();
    }

    private Optional<String> held(String fileName, Collection<String> packages) {
        try (ZipFile file = new ZipFile(jar.directory().path().resolve(fileName).toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(CLASS))
                    .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('/')))
                            .replace('/', '.'))
                    .filter(packages::contains)
                    .findFirst();
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private boolean succeeds() {
        synchronized (jar.directory().wiring()) {
            return context.frameworkWiring().resolveBundles(List.of(jar.bundle()));
        }
    }

    /** The framework's own message, for the rare case that each requirement could be met, but not all at once. */
    private String message() {
        try {
            jar.bundle().start(Bundle.START_TRANSIENT);
            return "does not resolve, but did at the third attempt";
        } catch (BundleException e) {
            return ResolverMessage.words(String.valueOf(e.getMessage()));
        }
    }
}
