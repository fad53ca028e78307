package io.funclet.host.deploy.serving;

import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.RankedProvider;
import java.util.Collection;

/** A service that offers to be a function. */
public record FunctionProvider(
        String functionName, StagedJar jar, int ranking, long serviceId, FunctionVersion version) {

    /** As operators see it. */
    RankedProvider ranked() {
        return new RankedProvider(
                jar.fileName(), jar.symbolicName(), jar.version().toString(), ranking, version.runsOnEventLoops());
    }

    /** What to do about exceptions of its calls, as the log has said: a phrase for each. */
    public Collection<String> advice() {
        return version.advice();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionProvider that
                && version == that.version
                && serviceId == that.serviceId
                && ranking == that.ranking
                && functionName.equals(that.functionName);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(serviceId);
    }

    @Override
    public String toString() {
        return jar.toString();
    }
}
