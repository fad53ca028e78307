package io.funclet.host.cli.oci;

import io.funclet.host.cli.oci.model.RegistryException;
import io.funclet.host.config.LaunchProfile;
import java.io.IOException;
import java.time.Duration;

/** Tries again what a network may have failed. */
final class Retry {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final int MOST_ATTEMPTS = 5;

    private Retry() {}

    /** What is tried. */
    interface Attempt<T> {

        /** @throws RegistryException if another attempt is of no use */
        T run() throws IOException;
    }

    /** Five times, within some 15 s. */
    static <T> T of(Attempt<T> attempt) throws IOException {
        Duration wait = LaunchProfile.fixedWait(FIRST_WAIT);
        for (int attempts = 1; ; attempts++) {
            try {
                return attempt.run();
            } catch (RegistryException permanent) {
                throw permanent;
            } catch (IOException failed) {
                if (attempts == MOST_ATTEMPTS) {
                    throw failed;
                }
            }
            try {
                Thread.sleep(wait.toMillis());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new RegistryException("interrupted", stopped);
            }
            wait = wait.multipliedBy(2);
        }
    }
}
