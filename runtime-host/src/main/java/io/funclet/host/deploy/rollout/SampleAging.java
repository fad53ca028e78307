package io.funclet.host.deploy.rollout;

import io.funclet.host.call.compare.CallSample;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The samples of versions that serve lose their oldest calls from time to time, but not while they are compared. */
record SampleAging(DeployContext context, CodeDirectory directory, Supplier<Collection<InstalledJar>> compared) {

    private static final Duration INTERVAL = Duration.ofMinutes(5);

    /** Begins, and goes on until the process ends or the directory is left. */
    void begin() {
        context.timers().schedule(this::round, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        if (context.workers().areClosed() || directory.availability().isRetired()) {
            return;
        }
        Collection<InstalledJar> kept = compared.get();
        context.jars().in(directory).stream()
                .filter(jar -> !kept.contains(jar))
                .flatMap(jar -> jar.functions().versions().stream())
                .map(FunctionVersion::sample)
                .filter(Objects::nonNull)
                .forEach(CallSample::forgetOld);
        begin();
    }
}
