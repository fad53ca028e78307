package io.funclet.host.it.runtime;

import io.funclet.host.it.client.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a stream to its end, so that the process never waits for a reader. */
final class OutputLines {

    private final List<String> lines = new ArrayList<>(); // guarded by itself
    private final Thread reader;

    OutputLines(InputStream stream) {
        reader = new Thread(() -> read(stream), "output of a runtime");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream stream) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    List<String> soFar() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    void awaitEnd() throws InterruptedException {
        reader.join(Await.LONG.toMillis());
    }
}
