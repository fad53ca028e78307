package io.funclet.host;

import io.funclet.host.framework.EmbeddedFelix;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.osgi.framework.BundleException;

/** Boots the framework on a thread of its own, while gRPC starts, which takes about as long. */
final class FrameworkBoot implements AutoCloseable {

    private final FutureTask<EmbeddedFelix> boot;

    private FrameworkBoot(FutureTask<EmbeddedFelix> boot) {
        this.boot = boot;
    }

    static FrameworkBoot begin(Callable<EmbeddedFelix> start) {
        FutureTask<EmbeddedFelix> boot = new FutureTask<>(start);
        new Thread(boot, "framework-boot").start();
        return new FrameworkBoot(boot);
    }

    /** Waits for the framework. */
    EmbeddedFelix await() throws IOException, BundleException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return boot.get();
                } catch (InterruptedException e) {
                    // The boot ends by itself, and a stop request is honoured right after it.
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            throw unwrap(failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException unwrap(Throwable failure) throws BundleException {
        if (failure instanceof BundleException bundle) {
            throw bundle;
        }
        return failure instanceof IOException broken
                ? broken
                : new IOException("the framework did not boot: " + failure, failure);
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
