package io.funclet.host.deploy.wiring;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.framework.requirement.MissingRequirements;
import io.funclet.host.framework.requirement.Reason;
import io.funclet.host.framework.requirement.ResolverMessage;
import io.funclet.host.framework.requirement.UnmetRequirements;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Wires a bundle to what it requires, or says what is missing and which bundle would provide it. */
public final class Resolution {

    private final DeployContext context;
    private final InstalledJar jar;

    public Resolution(DeployContext context, InstalledJar jar) {
        this.context = context;
        this.jar = jar;
    }

    /**
     * Wires the bundle.
     *
     * @throws RejectedException if something that it requires is missing; it may come later
     */
    public void run() throws RejectedException {
        if (succeeds()) {
            return;
        }
        Bundle bundle = jar.bundle();
        MissingRequirements missing = new MissingRequirements(
                context.frameworkWiring(), bundle, provider -> context.jars().mayUse(bundle, provider));
        if (!missing.areNone()) {
            throw RejectedException.untilOthersCome(missing.line() + inRejectedJars(missing.packages()), null);
        }
        // The missing one may have come in between.
        if (!succeeds()) {
            List<Reason> inTurn = UnmetRequirements.of(context.host(), bundle, context.jars()::mayUse);
            throw RejectedException.untilOthersCome(inTurn.isEmpty() ? message() : Reason.line(inTurn), null);
        }
    }

    /** Which rejected jars of the directory have the missing packages. */
    private String inRejectedJars(Collection<String> packages) {
        return packages.isEmpty()
                ? ""
                : new RejectedJars(jar.directory())
                        .holding(packages).stream().map(words -> "; " + words).collect(Collectors.joining());
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
