package io.funclet.host.framework.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class CauseChainTest {

    private static final class Endless extends RuntimeException {

        @Override
        public Throwable getCause() {
            return new Endless();
        }
    }

    private static final class Cursed extends RuntimeException {

        @Override
        public String getMessage() {
            throw new AssertionError("no message");
        }

        @Override
        public Throwable getCause() {
            throw new AssertionError("no cause");
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void causesWithoutEnd_endAllTheSame() {
        assertTrue(CauseChain.of(new Endless()).size() > 1);
        assertFalse(ActivationFailure.isLasting(new Endless()));
    }

    @Test
    void exceptionThatFailsToTell_isKnownByItsClass() {
        Cursed cursed = new Cursed();

        assertEquals(1, CauseChain.of(cursed).size());
        assertEquals(Cursed.class.getName(), CauseChain.firstLine(cursed));
        assertFalse(ActivationFailure.isLasting(cursed));
    }

    @Test
    void innermostCause_isTheLast() {
        Throwable thrown = new IllegalStateException(new NoClassDefFoundError("a/B"));

        assertEquals(
                "java.lang.NoClassDefFoundError: a/B",
                CauseChain.firstLine(CauseChain.of(thrown).get(1)));
        assertTrue(ActivationFailure.isLasting(thrown));
    }
}
