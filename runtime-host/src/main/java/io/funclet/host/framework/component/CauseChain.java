package io.funclet.host.framework.component;

import java.util.ArrayList;
import java.util.List;

/** What a bundle's code has thrown. Its class may name causes without end, or throw when it is asked. */
final class CauseChain {

    private static final int MOST = 20;

    private CauseChain() {}

    /** The exception, its cause and so on. */
    static List<Throwable> of(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable at = thrown; at != null && chain.size() < MOST; at = causeOf(at)) {
            chain.add(at);
        }
        return chain;
    }

    private static Throwable causeOf(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (RuntimeException | Error cursed) {
            return null;
        }
    }

    /** Its text; the name of its class if that fails. */
    static String text(Throwable thrown) {
        try {
            // It may be null.
            return String.valueOf(thrown.toString());
        } catch (RuntimeException | Error cursed) {
            return thrown.getClass().getName();
        }
    }

    static String firstLine(Throwable thrown) {
        return text(thrown).lines().findFirst().orElse("");
    }
}
