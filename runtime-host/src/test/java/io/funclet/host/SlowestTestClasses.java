package io.funclet.host;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints the test classes that took longest, and the tests that were left out, at the end of a run. JUnit finds it as a service. Safe for several threads. */
public final class SlowestTestClasses implements TestExecutionListener {

    private static final int SHOWN = 10;

    private final Map<TestIdentifier, Long> begun = new ConcurrentHashMap<>();
    private final Map<String, Duration> took = new ConcurrentHashMap<>();

    /** The tests that only a command of their own runs. */
    private final Set<String> leftOut = new ConcurrentSkipListSet<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        if (test.getTags().contains(TestTag.create(LongRun.TAG))) {
            leftOut.add(test.getLegacyReportingName());
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test, System.nanoTime());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Duration duration = Duration.ofNanos(System.nanoTime() - begun.remove(test));
        test.getSource()
                .filter(ClassSource.class::isInstance)
                .ifPresent(source -> took.put(((ClassSource) source).getClassName(), duration));
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        // Where classes are shared out to several JVMs, each is a plan of its own.
        if (took.size() > SHOWN) {
            System.out.println("The slowest test classes:");
            took.entrySet().stream()
                    .sorted(Map.Entry.<String, Duration>comparingByValue().reversed())
                    .limit(SHOWN)
                    .forEach(each ->
                            System.out.printf("%7.1f s  %s%n", each.getValue().toMillis() / 1e3, each.getKey()));
        }
        took.clear();
        if (!leftOut.isEmpty()) {
            System.out.println("Left out, because they take too long for each run (mvn -B verify -Plong): "
                    + String.join(", ", leftOut));
        }
        leftOut.clear();
    }
}
