package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.framework.isolation.ServiceQueries;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The providers that a bundle has missed, and those for which it was deployed anew in vain. Any thread. */
public final class OptionalDependencies {

    /** The fingerprints of the providers: their bundles change with each deployment. */
    private final Set<Long> inVain = ConcurrentHashMap.newKeySet();

    private final ServiceQueries queries = new ServiceQueries();

    /** The fingerprints of the providers whose services it asked for too early. */
    private volatile Set<Long> askedTooEarly = Set.of();

    /** Whether it was deployed anew together with others in vain, and is now tried alone. */
    private volatile boolean alone;

    private volatile boolean hasMissed;

    /** What it has asked the service registry for, until the start of its directory is over. */
    public ServiceQueries queries() {
        return queries;
    }

    /** Whether it could not see a service that it listens for, and has to be deployed anew to get it. */
    public boolean hasMissed() {
        return hasMissed;
    }

    public void miss() {
        hasMissed = true;
    }

    /** It could not be deployed anew, and goes on without. */
    public void clearMissed() {
        hasMissed = false;
    }

    /** It has asked for services of these, and one was not there yet. */
    public void askedTooEarly(Set<Long> providers) {
        askedTooEarly = providers;
    }

    public boolean askedTooEarly(StagedJar provider) {
        return askedTooEarly.contains(provider.fingerprint());
    }

    public boolean wasInVain(StagedJar provider) {
        return inVain.contains(provider.fingerprint());
    }

    /** It has been deployed anew, or could not be, and goes on without them. */
    public void inVain(Set<Long> providers) {
        inVain.addAll(providers);
    }

    /** The same of another bundle of the same jar. */
    public void inVainAs(OptionalDependencies previous) {
        inVain.addAll(previous.inVain);
    }

    /** Forgets absent providers: if they come again, it is tried again. */
    public void forgetAllBut(Set<Long> present) {
        inVain.retainAll(present);
    }

    public boolean isAlone() {
        return alone;
    }

    public void tryAlone() {
        alone = true;
    }
}
