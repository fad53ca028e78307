package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.rollout.RolloutLoad;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedFunction;
import io.funclet.host.it.update.Accident.Rule;
import io.funclet.host.it.update.Accident.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A function of one tenant does what it must not, one thing after the other in one process. The calls and updates of
 * another tenant's function go on all the time, and the process ends as it should.
 */
@BeginsFirst
class AccidentsIT {

    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);

    /** For calls that do not end. */
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private static final String STEADY = """
        System.out.println("printed " + context.functionVersion());
        java.util.logging.Logger.getLogger("by.steady").info("logged " + context.functionVersion());
        java.security.MessageDigest.getInstance("SHA-256").digest(event.bytes());
        if (Thread.currentThread().isInterrupted() || getClass().getClassLoader()
                != Thread.currentThread().getContextClassLoader()) {
            throw new IllegalStateException("not as it was");
        }
        """;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve().before(site -> {
        StringBuilder tenants = new StringBuilder("tenants:\n");
        for (String tenant : tenants()) {
            site.code(tenant);
            tenants.append("  - {name: %1$s, directory: var/db/%1$s}\n".formatted(tenant));
        }
        site.workspace().file("funclet.yml", tenants.toString());
    });

    private static RolloutLoad steady;
    private static int update;

    private static List<String> tenants() {
        Stream<String> clumsy = accidents().stream().map(AccidentsIT::tenant).distinct();
        return Stream.concat(Stream.of("steady"), clumsy).toList();
    }

    /** One that keeps its tenant from further updates has a tenant of its own. */
    private static String tenant(Accident accident) {
        return accident.rule() == Rule.OWN
                ? "clumsy-" + Integer.toHexString(accident.name().hashCode())
                : "clumsy";
    }

    @BeforeAll
    static void begin() throws Exception {
        steady = RolloutLoad.onTenant(site, "steady");
        steady.put("1.0.0", STEADY);
        steady.begin("1.0.0");
        // Those of the start are of no interest.
        steady.traffic().takeLongest();
    }

    @AfterAll
    static void end() {
        steady.close();
    }

    static List<Accident> accidents() {
        return Accident.all();
    }

    @ParameterizedTest
    @MethodSource("accidents")
    void functionOfAnotherTenant_isServedAndUpdated(Accident accident) throws Exception {
        String function = "way" + ++update;
        String version = "1.0." + update;
        Path reached = site.path().resolve(function + ".reached");
        Path directory = site.code(tenant(accident));
        Path jar = directory.resolve(function + ".jar");
        String end = "no call";
        try {
            accident.jar(function, reached, jar).deploy(directory, function + ".jar");
            if (accident.when() != When.START) {
                end = end(function, accident.when() == When.ENDLESS ? A_WHILE : Await.LONG);
                accident.requireEnd(end);
            }
            if (accident.when() == When.END) {
                Files.delete(jar);
            }
            Await.until(
                    accident + " is reached, after " + end,
                    Await.LONG,
                    () -> Files.exists(reached),
                    () -> said(function));

            steady.traffic().awaitResponses(5);
            steady.put(version, STEADY);
            steady.traffic().awaitVersion(version);
        } finally {
            if (Files.isDirectory(directory)) {
                UpdatedFunction.empty(directory);
            } else {
                Files.delete(directory);
                Files.createDirectory(directory);
            }
        }
        assertEquals(List.of(), steady.traffic().failures());
        Duration longest = steady.traffic().takeLongest();
        assertTrue(longest.compareTo(LONGEST_CALL) < 0, () -> "a call took " + longest);
        if (accident.rule() != Rule.SHARED) {
            site.awaitLine("logged " + version);
            site.awaitLine("printed " + version);
        }
    }

    /** What became of a call of a function that is about to come. */
    private static String end(String function, Duration deadline) throws Exception {
        String[] end = new String[1];
        Await.until(
                function + " is there",
                Await.LONG,
                () -> {
                    end[0] = end(site.callers().begin(function, "", deadline));
                    return !end[0].contains("is not known") && !end[0].contains("UNAVAILABLE");
                },
                () -> end[0] + said(function));
        return end[0];
    }

    private static List<String> said(String function) {
        return site.lines().stream().filter(line -> line.contains(function)).toList();
    }

    private static String end(Future<byte[]> call) throws Exception {
        try {
            return "answered: " + call.get(Await.LONG.toSeconds() + 10, TimeUnit.SECONDS).length;
        } catch (ExecutionException failed) {
            return failed.getCause().toString();
        }
    }
}
