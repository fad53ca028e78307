package io.funclet.host.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Times in the order in which they were taken. Mutable, of one thread. */
final class Latencies {

    private final List<Long> nanos = new ArrayList<>();

    void add(long taken) {
        nanos.add(taken);
    }

    private long millisAt(double share) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return TimeUnit.NANOSECONDS.toMillis(sorted.get(Math.max(0, index)));
    }

    @Override
    public String toString() {
        return nanos.isEmpty()
                ? "none"
                : "median " + millisAt(0.5) + " ms, 99th percentile " + millisAt(0.99) + " ms, maximum " + millisAt(1)
                        + " ms";
    }
}
