package io.funclet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class FuncletExtensionTest {

    private static final Path SAMPLE = Path.of(System.getProperty("sample.classes"));

    private static final List<FuncletRuntime> SEEN = new ArrayList<>();

    static class ForTheClass {

        @RegisterExtension
        static final FuncletExtension RUNTIME = new FuncletExtension(SAMPLE);

        @Test
        void one(FuncletRuntime runtime) {
            SEEN.add(runtime);
            assertEquals("x", runtime.call("echo", "x").text());
        }

        @Nested
        class Inner {
            @Test
            void two(FuncletRuntime runtime) {
                SEEN.add(runtime);
                assertEquals("x", runtime.call("echo", "x").text());
            }
        }
    }

    static class ForEach {

        @RegisterExtension
        final FuncletExtension runtime = new FuncletExtension().with(SAMPLE);

        {
            assertThrows(IllegalStateException.class, () -> new FuncletExtension().runtime());
        }

        @Test
        void one() {
            SEEN.add(runtime.runtime());
        }

        @Test
        void two() {
            SEEN.add(runtime.runtime());
        }
    }

    static class Failing {

        @RegisterExtension
        static final FuncletExtension RUNTIME = new FuncletExtension(SAMPLE);

        @Test
        void failing(FuncletRuntime runtime) {
            runtime.remove("io.funclet.sample.jar");
            fail("on purpose");
        }
    }

    @Test
    void staticField_isOneRuntimeForAllTestsOfTheClass() {
        assertEquals(0, run(ForTheClass.class));
        assertSame(SEEN.get(0), SEEN.get(1));
    }

    @Test
    void runtimeThatCannotStartWithTheProject_failsTheTests() {
        // The folder of this module has no manifest.
        assertEquals(2, run(ForEach.class));
    }

    @Test
    void failedTest_printsWhatTheRuntimeLogged() {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true));
        try {
            assertEquals(1, run(Failing.class));
        } finally {
            System.setErr(before);
        }
        assertTrue(printed.toString().contains("removed code/io.funclet.sample.jar"), printed::toString);
    }

    @Test
    void runsOnTheExpectedJUnit() {
        String version = System.getProperty("junit.expected", "5");
        assertTrue(Test.class.getPackage().getImplementationVersion().startsWith(version));
    }

    /** Returns how many tests failed. */
    private static long run(Class<?> tests) {
        SEEN.clear();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        assertTrue(summary.getSummary().getTestsFoundCount() > 0);
        return summary.getSummary().getTotalFailureCount();
    }
}
