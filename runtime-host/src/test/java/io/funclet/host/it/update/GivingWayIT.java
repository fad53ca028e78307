package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A deployment that only waits holds up no other one that needs what it holds. */
class GivingWayIT {

    private static final FunctionSource WORDS = FunctionSource.text("words", "\"compiled\"");

    private static FunctionJar.Bundle library(String version) {
        return FunctionJar.bundle("it.words")
                .version(version)
                .source(FunctionSource.text("words", "\"" + version + "\""))
                .header("Export-Package", "words;version=\"1.0\"");
    }

    @Test
    void updateThatWaitsForItsFunction_letsTheLibraryOfTheOldVersionGoFirst() throws Exception {
        try (RuntimeExtension site = RuntimeExtension.of(Map.of("code", List.of("patient")))
                        .environment("FUNCLET_START_TIMEOUT", "6s")
                        .embedded()
                        .start();
                UpdatedGroup group = site.group("code")) {
            group.put("words.jar", library("1.0.0"));
            group.put(
                    "fn.jar",
                    group.function("patient", "5.0.0", "words.Text.text()").against(WORDS));
            group.begin().awaitAll("1.0.0");
            Gate gate = Gate.in(site.path());
            gate.open();
            TracedComponent waiting = TracedComponent.function("patient", "words.Text.text()")
                    .members("@Reference private Runnable nobodyOffersIt;");
            group.put(
                    "fn.jar",
                    group.bundle("patient", "5.1.0", waiting)
                            .against(WORDS)
                            .activator(FrameworkSource.activatorAt(gate, "it.patient.Activator", "")));
            gate.awaitEntered();

            group.put("words.jar", library("1.0.1"));

            group.awaitAll("1.0.1");
            site.log().awaitAll("waiting", "fn.jar", "5.1.0");
            List<String> lines = site.log().lines();
            // Not the notice of the wait, which comes first on a busy machine.
            assertTrue(
                    index(lines, "updated code/words.jar") < index(lines, "waiting code/fn.jar (it.patient 5.1.0)"),
                    () -> String.join("\n", lines));
            group.end();
        }
    }

    private static int index(List<String> lines, String part) {
        return (int) lines.stream().takeWhile(line -> !line.contains(part)).count();
    }
}
