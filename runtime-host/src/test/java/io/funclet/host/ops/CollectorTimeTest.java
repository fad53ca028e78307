package io.funclet.host.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CollectorTimeTest {

    @Test
    void collections_takeTime_whichIsAPartOfAll() throws Exception {
        CollectorTime before = CollectorTime.now();
        CollectorTime after = before;
        while (after.collectingNanos() == before.collectingNanos()) {
            System.gc();
            after = CollectorTime.now();
        }

        assertTrue(after.allNanos() - before.allNanos() > 0);
        assertTrue(after.allNanos() >= after.collectingNanos());
    }
}
