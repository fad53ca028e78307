package io.funclet.host;

import io.funclet.host.framework.EmbeddedFelix;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.osgi.framework.BundleException;

/** Boots the framework on a thread of its own, while gRPC starts, which takes about as long. */
final class FrameworkBoot implements AutoCloseable, Runnable {

    private final CompletableFuture<EmbeddedFelix> booted = new CompletableFuture<>();

    private final Callable<EmbeddedFelix> start;

    private FrameworkBoot(Callable<EmbeddedFelix> start) {
        this.start = start;
    }

    static FrameworkBoot begin(Callable<EmbeddedFelix> start) {
        FrameworkBoot boot = new FrameworkBoot(start);
        new Thread(boot, "framework-boot").start();
        return boot;
    }

    @Override
    public void run() {
        try {
            booted.complete(start.call());
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
