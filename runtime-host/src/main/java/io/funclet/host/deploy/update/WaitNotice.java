package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.InstalledJar;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs one line about a wait that takes longer than a second, so that it does not look like a hang. Of one thread. */
final class WaitNotice {

    private static final Logger LOG = Logger.getLogger(WaitNotice.class.getName());

    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final long began = System.nanoTime();
    private final InstalledJar jar;
    private final Supplier<String> text;
    private boolean given;

    /**
     * A wait begins.
     *
     * @param jar the bundle that waits
     * @param text what for, and how long at most
     */
    WaitNotice(InstalledJar jar, Supplier<String> text) {
        this.jar = jar;
        this.text = text;
    }

    /** The wait goes on. */
    void waitsOn() {
        if (!given && System.nanoTime() - began >= SILENCE.toNanos()) {
            given = true;
            jar.mark().log(LOG, Level.INFO, jar + " " + text.get());
        }
    }
}
