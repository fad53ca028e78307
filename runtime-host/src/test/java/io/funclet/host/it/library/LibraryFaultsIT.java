package io.funclet.host.it.library;

import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedFunction;
import io.funclet.host.soak.ProbeJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults that updates of libraries once had. */
@Embedded
class LibraryFaultsIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of(Map.of("substitute", List.of("substitute"), "steady", List.of("steady")));

    @Test
    void updateOfLibraryThatImportsWhatItExports_reachesItsUsers() throws Exception {
        Path directory = site.code("substitute");
        FunctionJar.bundle("it.substitute")
                .against(FunctionSource.text("words", "\"compiled\""))
                .function("substitute", "return Payload.of(words.Text.text());")
                .build()
                .deploy(directory, "fn.jar");
        for (int update = 0; update < 4; update++) {
            FunctionJar.bundle("it.words")
                    .version("1.0." + update)
                    .source(FunctionSource.text("words", "\"1.0." + update + "\""))
                    .header("Export-Package", "words;version=\"1." + update + "\"")
                    .header("Import-Package", "words;version=\"[1.0,2)\"")
                    .build()
                    .deploy(directory, "library.jar");
            site.awaitAnswer("substitute", "1.0." + update);
        }
    }

    @Test
    void libraryUpdateThatFailsAfterAWhile_losesNoCallOfAUserThatIsReplacedMeanwhile() throws Exception {
        try (UpdatedFunction user = UpdatedFunction.in(
                site.workspace(), "steady", journal -> ProbeJar.reader("it.steady", "steady", journal))) {
            Path library = user.directory().resolve("library.jar");
            ProbeJar.replace(library, ProbeJar.library("it.steady.library").version("1.0.0"));
            user.put("fn.jar", "5.0.0");
            user.begin();
            user.traffic().awaitVersion("1.0.0");
            Gate gate = Gate.in(site.workspace().path());
            rejectedLibrary(gate).deploy(user.directory(), "library.jar");
            gate.awaitEntered();
            // Deployed after the library, which may concern it.
            user.put("fn.jar", "5.0.1");
            user.traffic().awaitResponses(3);
            gate.open();
            site.log().await("this library says no");
            site.log().await("it.steady 5.0.1");
            user.traffic().awaitResponses(3);
            ProbeJar.replace(library, ProbeJar.library("it.steady.library").version("1.0.2"));
            user.traffic().awaitVersion("1.0.2");
            user.endAfter("1.0.0", "1.0.2");
        }
    }

    private static FunctionJar rejectedLibrary(Gate gate) {
        String rejection = "throw new IllegalStateException(\"this library says no\");";
        return FunctionJar.bundle("it.steady.library")
                .version("1.0.1")
                .source(new FunctionSource("io.funclet.host.soak.library.Library", """
                        package io.funclet.host.soak.library;

                        public class Library {
                            public static String version() {
                                return "1.0.1";
                            }
                        }
                        """))
                .activator(FrameworkSource.activatorAt(gate, "it.steady.Slow", rejection))
                .header("Export-Package", "io.funclet.host.soak.library;version=\"1.0\"")
                .build();
    }
}
