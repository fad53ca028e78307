package io.funclet.host.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PrivateFieldTest {

    /** What the reaper of orphans uses. If this fails, this Java waits for processes differently, and they stay zombies. */
    @Test
    void howThisJavaWaitsForProcesses_isKnown() throws Exception {
        Class<?> processes = Class.forName("java.lang.ProcessHandleImpl");

        assertInstanceOf(Map.class, PrivateField.read(processes, "completions"));
        assertEquals(
                int.class,
                processes
                        .getDeclaredMethod("waitForProcessExit0", long.class, boolean.class)
                        .getReturnType());
    }
}
