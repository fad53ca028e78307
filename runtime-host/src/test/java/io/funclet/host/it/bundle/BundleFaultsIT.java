package io.funclet.host.it.bundle;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Jars that must not be taken: said once, in words; what serves goes on; the next good jar is taken. One process for all
 * tests, and a neighbour in it that is called all the time and must not notice anything.
 */
@BeginsFirst
class BundleFaultsIT {

    /** Long enough for the runtime to say in time why a function is not there, rather than for the client to give up. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    /** What is bad without a version before it. The time limit of a start has a test of its own. */
    private static final Set<BadJar> FRESH =
            EnumSet.complementOf(EnumSet.of(BadJar.OTHER_FUNCTION, BadJar.COMPONENT_HANGS));

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Stream.concat(
                            Stream.of("neighbour", "hang1", "hang2", "hang3", "prompt"),
                            Stream.of(BadJar.values()).flatMap(kind -> Stream.of(fresh(kind), updated(kind))))
                    .toArray(String[]::new))
            .environment("FUNCLET_START_TIMEOUT", "3s")
            .neighbours(Generation.G1, Generation.G4);

    private static String fresh(BadJar kind) {
        return "fresh_" + kind;
    }

    private static String updated(BadJar kind) {
        return "updated_" + kind;
    }

    @Test
    void badJars_areSaidOnce_alsoToCallers_andTheNextGoodOnesAreTaken() throws Exception {
        Map<BadJar, Future<byte[]>> patient = new EnumMap<>(BadJar.class);
        Map<BadJar, Future<byte[]>> hasty = new EnumMap<>(BadJar.class);
        for (BadJar kind : FRESH) {
            patient.put(kind, site.callers().begin(fresh(kind), "", Await.LONG));
            kind.of(fresh(kind)).deploy(site.code(fresh(kind)), file(fresh(kind)));
        }
        forEach(FRESH, kind -> awaitExplanation(kind, file(fresh(kind))));
        for (BadJar kind : FRESH) {
            hasty.put(kind, site.callers().begin(fresh(kind), "", SHORT));
        }
        forEach(FRESH, kind -> {
            Status status = failure(hasty.get(kind));
            assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);
            assertTrue(kind.isExplainedBy(status.getDescription()), () -> kind.inWords() + " in " + status);
        });
        forEach(FRESH, kind -> {
            BadJar.good(fresh(kind), "good").deploy(site.code(fresh(kind)), file(fresh(kind)));
            assertEquals("good", Callers.payload(patient.get(kind)));
            assertEquals(1, explanations(kind, file(fresh(kind))), "lines that explain it");
        });
    }

    @Test
    void badUpdates_areSaidOnce_changeNothing_andTheNextGoodOnesAreTaken() throws Exception {
        List<BadJar> all = List.of(BadJar.values());
        for (BadJar kind : all) {
            BadJar.good(updated(kind), "old").deploy(site.code(updated(kind)), file(updated(kind)));
        }
        forEach(all, kind -> assertEquals("old", site.callers().call(updated(kind), "")));
        for (BadJar kind : all) {
            kind.of(updated(kind)).deploy(site.code(updated(kind)), file(updated(kind)));
        }
        forEach(all, kind -> awaitExplanation(kind, file(updated(kind))));
        forEach(all, kind -> {
            String function = updated(kind);
            assertEquals("old", site.callers().call(function, ""));
            BadJar.good(function, "next").deploy(site.code(function), file(function));
            Await.until(
                    "the next good one",
                    Await.LONG,
                    () -> {
                        String answer = site.callers().call(function, "");
                        assertTrue(List.of("old", "next").contains(answer), answer);
                        return answer.equals("next");
                    },
                    site.runtime()::toString);
            assertEquals(1, explanations(kind, file(function)), "lines that explain it");
        });
    }

    private interface Check {
        void of(BadJar kind) throws Exception;
    }

    /** All kinds, also if it fails for some. */
    private static void forEach(Collection<BadJar> kinds, Check check) {
        assertAll(kinds.stream().map(kind -> () -> {
            try {
                check.of(kind);
            } catch (AssertionError | Exception e) {
                throw new AssertionError(kind + ": " + e.getMessage(), e);
            }
        }));
    }

    private static Status failure(Future<byte[]> call) {
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> call.get(Await.LONG.toSeconds(), TimeUnit.SECONDS));
        return Status.fromThrowable(failure);
    }

    private static String file(String function) {
        return function + ".jar";
    }

    @Test
    void componentsThatHang_holdUpNoOtherDeployment() throws Exception {
        FunctionJar prompt = BadJar.good("prompt", "prompt");
        for (String name : List.of("hang1", "hang2", "hang3")) {
            BadJar.COMPONENT_HANGS.of(name).deploy(site.code(name), name + ".jar");
        }
        // More of them than are dealt with at once, and each would be given up only after three seconds.
        prompt.deploy(site.code("prompt"), "prompt.jar");
        assertEquals("prompt", site.callers().call("prompt", ""));
        assertEquals(
                0,
                List.of("hang1.jar", "hang2.jar", "hang3.jar").stream()
                        .filter(this::isExplained)
                        .count(),
                "components that were given up before another jar was deployed");
        for (String name : List.of("hang1", "hang2", "hang3")) {
            awaitExplanation(BadJar.COMPONENT_HANGS, name + ".jar");
        }
    }

    private boolean isExplained(String file) {
        try {
            return explanations(BadJar.COMPONENT_HANGS, file) > 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitExplanation(BadJar kind, String file) throws Exception {
        site.log().await(file + " with " + kind.inWords(), line -> explains(kind, file, line));
    }

    private long explanations(BadJar kind, String file) throws Exception {
        return site.log().lines().stream()
                .filter(line -> explains(kind, file, line))
                .count();
    }

    private static boolean explains(BadJar kind, String file, String line) {
        return line.contains(file + " ") && kind.isExplainedBy(line) && !line.contains("deployed ");
    }
}
