package io.funclet.host;

import java.util.concurrent.CompletableFuture;
import sun.misc.Signal;

/**
 * {@code SIGTERM} and {@code SIGINT}, handled instead of left to the JVM, whose own handling ends the process with a
 * status other than the 0 that the contract asks for (section 4).
 */
final class StopSignals {

    private final CompletableFuture<String> first = new CompletableFuture<>();

    private StopSignals() {}

    /** From now on, the signals are kept for {@link #arrival}. Further ones change nothing: the stop is under way. */
    static StopSignals await() {
        StopSignals signals = new StopSignals();
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> signals.first.complete("SIG" + name));
        }
        return signals;
    }

    /** Waits for the first signal, and returns its name. */
    String arrival() {
        return first.join();
    }
}
