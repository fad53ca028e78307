package io.funclet.host.deploy.directory;

import io.funclet.host.call.Router;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.host.deploy.serving.ServedHandlers;
import io.funclet.host.deploy.trust.TrustPolicy;
import io.funclet.host.deploy.work.ActivationMutex;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One code directory: where it is, and what is known about it.
 *
 * @param path the directory as it was configured: the links on its path may change
 * @param handlers which bundles serve its handlers
 * @param wiring the monitor of resolutions: no bundle may be wired to a draining one
 * @param updates how later updates prove themselves; {@code null} in it if they do not
 * @param state where former versions and the history are kept; {@code null} if they are not
 * @param servesPlainJars whether it serves jars without OSGi headers, as libraries
 * @param trust who must have signed its jars; {@code null} if anyone may
 */
public record CodeDirectory(
        int number,
        Path path,
        ServedHandlers handlers,
        JarAbsences absences,
        DirectoryAvailability availability,
        History history,
        DirectoryActivity activity,
        PlainJarArrivals plainJars,
        ActivationMutex activationMutex,
        Object wiring,
        AtomicReference<UpdatePolicy> updates,
        Path state,
        boolean servesPlainJars,
        TrustPolicy trust) {

    /**
     * A directory of which nothing is known yet.
     *
     * @param tenant whose it is; empty for the operator's own
     * @param trust who must have signed its jars; {@code null} if anyone may
     */
    public static CodeDirectory of(
            int number,
            Path path,
            Router router,
            boolean open,
            String tenant,
            UpdatePolicy updates,
            Path state,
            boolean servesPlainJars,
            TrustPolicy trust) {
        ServedHandlers handlers = new ServedHandlers(path, router, open, tenant);
        return new CodeDirectory(
                number,
                path,
                handlers,
                new JarAbsences(handlers),
                new DirectoryAvailability(path),
                new History(),
                new DirectoryActivity(),
                new PlainJarArrivals(),
                new ActivationMutex(),
                new Object(),
                new AtomicReference<>(updates),
                state,
                servesPlainJars,
                trust);
    }

    /** The name of a file in the log: equal names in two directories must differ. */
    public String label(String fileName) {
        Path name = path.getFileName();
        return name == null ? fileName : name + "/" + fileName;
    }

    /** By hand: the first call of a record's own takes 5 ms of a start. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return number;
    }
}
