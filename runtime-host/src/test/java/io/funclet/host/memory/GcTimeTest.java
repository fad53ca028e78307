package io.funclet.host.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GcTimeTest {

    @Test
    void collections_takeTime_whichIsAPartOfAll() throws Exception {
        GcTime before = GcTime.now();
        GcTime after = before;
        while (after.collectingNanos() == before.collectingNanos()) {
            System.gc();
            after = GcTime.now();
        }

        assertTrue(after.allNanos() - before.allNanos() > 0);
        assertTrue(after.allNanos() >= after.collectingNanos());
    }
}
