package io.funclet.host.cli.registry;

import io.funclet.host.cli.oci.ArtifactStore;
import io.funclet.host.cli.oci.RegistryAccess;
import io.funclet.host.cli.oci.model.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Pulls again whenever a tag means something else, until the process ends. Of one thread. */
final class TagWatch {

    /** So that a thousand gateways do not ask at the same moment. */
    private static final double SPREAD = 0.1;

    /** Reads options anew: a certificate or a login may have changed. */
    interface Access {

        RegistryAccess read() throws IOException;
    }

    private final ArtifactPull pull;
    private final Access access;
    private final Duration interval;
    private final Consumer<String> log;
    private Optional<Digest> pulled = Optional.empty();
    private String trouble = "";

    TagWatch(ArtifactPull pull, Access access, Duration interval, Consumer<String> log) {
        this.pull = pull;
        this.access = access;
        this.interval = interval;
        this.log = log;
    }

    /** Returns only when its thread is interrupted. */
    void run() throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            look();
            double factor = 1 + SPREAD * ThreadLocalRandom.current().nextDouble(-1, 1);
            Thread.sleep((long) (interval.toMillis() * factor));
        }
    }

    /** One trouble is one line, however often it is met. */
    private void look() {
        try {
            RegistryAccess now = access.read();
            if (pulled.isEmpty() || !pulled.equals(digest(now))) {
                ArtifactPull.Outcome outcome = pull.run(now);
                if (!pulled.equals(Optional.of(outcome.digest()))) {
                    say("pulled " + pull.reference() + " " + outcome.digest() + ": "
                            + (outcome.changes().isEmpty()
                                    ? "nothing has changed"
                                    : String.join(", ", outcome.changes())));
                    outcome.leftOut().forEach(this::say);
                }
                pulled = Optional.of(outcome.digest());
            } else if (!trouble.isEmpty()) {
                say(pull.reference() + " can be read again, and has not changed");
            }
            trouble = "";
        } catch (IOException failed) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            String reason = String.valueOf(failed.getMessage());
            if (!reason.equals(trouble)) {
                say(reason + "; the jars stay as they are, and the next look follows in about " + interval.toSeconds()
                        + " s");
            }
            trouble = reason;
        }
    }

    private Optional<Digest> digest(RegistryAccess now) throws IOException {
        try (ArtifactStore store = now.open(pull.reference())) {
            return store.digest();
        }
    }

    private void say(String text) {
        log.accept(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + text);
    }
}
