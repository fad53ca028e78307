package io.funclet.host.it.jar;

import io.funclet.host.it.client.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds a call in flight in another process. The function that {@link #HANDLER} makes takes the gate's directory as its
 * event, says by a file that it has entered, and waits for another file that lets it go.
 *
 * @param directory belongs to this gate alone
 */
public record Gate(Path directory) {

    /**
     * The body of a handler that waits at the gate; answers {@code passed}. When it is interrupted it leaves a file that
     * says so, with what it then knows of its call, and lets the exception out.
     */
    public static final String HANDLER = """
            Path gate = Path.of(event.text());
            Files.createFile(gate.resolve("entered"));
            try {
                while (!Files.exists(gate.resolve("open"))) {
                    Thread.sleep(5);
                }
            } catch (InterruptedException e) {
                Path seen = Files.writeString(
                        gate.resolve(".seen"),
                        "cancelled=" + context.isCancelled() + " remaining=" + context.remaining().toMillis());
                Files.move(seen, gate.resolve("interrupted"));
                throw e;
            }
            return Payload.of("passed");
            """;

    /** The same by one who ignores interruption, and does not even notice. */
    public static final String STUBBORN_HANDLER = """
            Path gate = Path.of(event.text());
            Files.createFile(gate.resolve("entered"));
            while (!Files.exists(gate.resolve("open"))) {
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
            Files.createFile(gate.resolve("left"));
            return Payload.of("passed");
            """;

    public static Gate in(Path parent) throws IOException {
        return new Gate(Files.createTempDirectory(parent, "gate-"));
    }

    /** What the call has to carry. */
    public String event() {
        return directory.toString();
    }

    public void awaitEntered() throws Exception {
        await("entered");
    }

    /** Waits until the function was interrupted, and returns what it saw of its call then. */
    public String awaitInterrupted() throws Exception {
        await("interrupted");
        return Files.readString(directory.resolve("interrupted"));
    }

    /** Waits until a stubborn function has left. */
    public void awaitLeft() throws Exception {
        await("left");
    }

    public boolean wasInterrupted() {
        return Files.exists(directory.resolve("interrupted"));
    }

    public void open() throws IOException {
        Files.createFile(directory.resolve("open"));
    }

    private void await(String file) throws Exception {
        Await.until(
                "the function at the gate: " + file,
                Await.LONG,
                () -> Files.exists(directory.resolve(file)),
                directory::toString);
    }
}
