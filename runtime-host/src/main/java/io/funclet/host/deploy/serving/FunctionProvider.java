package io.funclet.host.deploy.serving;

import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.RankedProvider;

/**
 * A service that offers to be a function.
 *
 * @param functionName the function's name, {@code function.name}
 * @param jar what the bundle that registered it is made of
 * @param ranking its {@code service.ranking}
 * @param serviceId its {@code service.id}
 * @param version what calls run on
 */
record FunctionProvider(String functionName, StagedJar jar, int ranking, long serviceId, FunctionVersion version) {

    /** As operators see it. */
    RankedProvider ranked() {
        return new RankedProvider(
                jar.fileName(), jar.symbolicName(), jar.version().toString(), ranking);
    }

    @Override
    public String toString() {
        return jar.toString();
    }
}
