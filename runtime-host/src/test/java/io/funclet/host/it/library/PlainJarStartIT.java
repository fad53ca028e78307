package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A start with many jars without OSGi headers, and directories that accept only bundles. */
class PlainJarStartIT {

    private static final int MANY = 40;

    @Test
    void manyPlainJars_changeTheClassPathFewTimes() throws Exception {
        try (RuntimeExtension site = RuntimeExtension.of(Map.of("code", List.of("user")))
                .before(before -> {
                    for (int i = 0; i < MANY; i++) {
                        PlainJar.text("words" + i, "1.0." + i)
                                .build()
                                .deploy(before.code("code"), "words" + i + ".jar");
                    }
                    FunctionJar.bundle("it.user")
                            .function("user", "return Payload.of(words7.Text.text());")
                            .against(FunctionSource.text("words7", "\"compiled\""))
                            .build()
                            .deploy(before.code("code"), "user.jar");
                })
                .embedded()
                .start()) {
            site.workspace().awaitServing("user");
            assertEquals("1.0.7", site.callers().call("user", "x"));
            for (int i = 0; i < MANY; i++) {
                site.log().awaitAll("deployed code/words" + i + ".jar (words" + i + " 1.0." + i + ")");
            }
            long changes = site.log().count("become a class path of");
            assertTrue(changes <= 5, () -> changes + " class paths for " + MANY + " jars");
        }
    }

    @Test
    void directoryThatAcceptsOnlyBundles_rejectsPlainJars_andSaysHowToServeThem() throws Exception {
        try (RuntimeExtension site = RuntimeExtension.of("strict")
                .environment("FUNCLET_PLAIN_JARS", "reject")
                .embedded()
                .start()) {
            PlainJar.text("words", "1.0.0").build().deploy(site.code("strict"), "words.jar");
            site.log()
                    .awaitAll(
                            "rejected strict/words.jar",
                            "is not an OSGi bundle: its manifest has no Bundle-SymbolicName",
                            "FUNCLET_PLAIN_JARS");
        }
    }
}
