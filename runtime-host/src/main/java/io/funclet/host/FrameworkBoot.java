package io.funclet.host;

import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.deploy.CodeWatch;
import io.funclet.host.framework.EmbeddedFelix;
import io.funclet.host.storage.WorkDirectory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.osgi.framework.BundleException;

/** Boots the framework on a thread of its own, while gRPC starts, which takes about as long. */
final class FrameworkBoot implements AutoCloseable, Runnable {

    private final CompletableFuture<EmbeddedFelix> booted = new CompletableFuture<>();

    private final WorkDirectory work;
    private final CodeWatch watch;
    private final RuntimeConfig config;

    private FrameworkBoot(WorkDirectory work, CodeWatch watch, RuntimeConfig config) {
        this.work = work;
        this.watch = watch;
        this.config = config;
    }

    static FrameworkBoot begin(WorkDirectory work, CodeWatch watch, RuntimeConfig config) {
        FrameworkBoot boot = new FrameworkBoot(work, watch, config);
        new Thread(boot, "framework-boot").start();
        return boot;
    }

    @Override
    public void run() {
        try {
            booted.complete(EmbeddedFelix.start(watch.storage(), watch.fileInstallProperties(config)));
        } catch (FileSystemException unwritable) {
            booted.completeExceptionally(work.blame(unwritable));
        } catch (Throwable failure) {
            booted.completeExceptionally(failure);
        }
    }

    /** Waits for the framework, also on an interrupted thread: a stop request is honoured right after it. */
    EmbeddedFelix await() throws IOException, BundleException {
        try {
            return booted.join();
        } catch (CompletionException failed) {
            Throwable failure = failed.getCause();
            if (failure instanceof BundleException bundle) {
                throw bundle;
            }
            throw failure instanceof IOException broken
                    ? broken
                    : new IOException("the framework did not boot: " + failure, failure);
        }
    }

    /** Stops the framework, once it has booted. */
    @Override
    public void close() {
        try {
            await().close();
        } catch (IOException | BundleException failed) {
            // The starting thread reports that; there is nothing to stop.
        }
    }
}
