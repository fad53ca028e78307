package io.funclet.host.deploy.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SteadyLookTest {

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void bundleThatGoesInTheMiddle_isLookedAtAnew() {
        int seen = SteadyLook.of(() -> {
            int look = looks.incrementAndGet();
            if (look == 1) {
                throw new IllegalStateException("it is uninstalled");
            }
            if (look == 2) {
                throw new NullPointerException("its wiring is not in use");
            }
            return look;
        });

        assertEquals(3, seen);
    }

    @Test
    void lookThatAlwaysFails_isAFault() {
        assertThrows(
                IllegalStateException.class,
                () -> SteadyLook.of(() -> {
                    looks.incrementAndGet();
                    throw new IllegalStateException("a fault");
                }));

        assertEquals(4, looks.get());
    }
}
