package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A newer file ends an attempt at an older one, although a start may take an hour here. */
@Embedded
class SupersededStartIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
                    "lacks", List.of("lacks"),
                    "hangs", List.of("hangs", "other"),
                    "user", List.of("user"),
                    "fresh", List.of("fresh")))
            .environment("FUNCLET_START_TIMEOUT", "1h");

    private static FunctionJar.Bundle version(String function, String version) {
        return FunctionJar.bundle("it." + function)
                .version(version)
                .function(function, "return Payload.of(\"" + version + "\");");
    }

    /** A version whose start waits at a gate that stays closed. */
    private FunctionJar hanging(Gate gate, String function, String version) {
        return version(function, version)
                .activator(FrameworkSource.activatorAt(gate, "it." + function + ".Start", ""))
                .build();
    }

    private Gate gate() throws Exception {
        return Gate.in(site.workspace().path());
    }

    @Test
    void jarThatLacksTheFunction_holdsUpNotTheRightOne() throws Exception {
        Path code = site.code("lacks");
        version("lacks", "1.0.0").build().deploy(code, "f.jar");
        site.awaitAnswer("lacks", "1.0.0");
        Gate gate = gate();
        FunctionJar.bundle("it.lacks")
                .version("2.0.0")
                .component("elsewhere", """
                        @Activate
                        void activate() throws Exception {
                            Files.createFile(Path.of("%s").resolve("entered"));
                        }
                        """.formatted(gate.directory()) + BadJar.HANDLER)
                .build()
                .deploy(code, "f.jar");
        gate.awaitEntered();

        version("lacks", "3.0.0").build().deploy(code, "f.jar");

        site.awaitAnswer("lacks", "3.0.0");
    }

    @Test
    void startThatHangs_holdsUpNotTheRightOne() throws Exception {
        Path code = site.code("hangs");
        version("hangs", "1.0.0").build().deploy(code, "f.jar");
        site.awaitAnswer("hangs", "1.0.0");
        Gate gate = gate();
        hanging(gate, "hangs", "2.0.0").deploy(code, "f.jar");
        gate.awaitEntered();

        version("hangs", "3.0.0").build().deploy(code, "f.jar");

        site.awaitAnswer("hangs", "3.0.0");
        site.log().await("the deployment of hangs/f.jar is given up");
    }

    @Test
    void userThatHangs_isReplaced_whileALibraryIsUpdated() throws Exception {
        FunctionSource one = FunctionSource.text("words", "\"one\"");
        FunctionSource two = FunctionSource.text("words", "\"two\"");
        Path code = site.code("user");
        library(one, "1.0.0").deploy(code, "library.jar");
        Gate gate = gate();
        user(one, "1.0.0", "words.Text.text().equals(\"two\")", gate).deploy(code, "user.jar");
        site.awaitAnswer("user", "one");
        library(two, "1.1.0").deploy(code, "library.jar");
        gate.awaitEntered();

        user(one, "2.0.0", "false", gate).deploy(code, "user.jar");

        site.awaitAnswer("user", "two");
    }

    private static FunctionJar library(FunctionSource text, String version) {
        return FunctionJar.bundle("it.library")
                .version(version)
                .source(text)
                .header("Export-Package", "words;version=1.0")
                .build();
    }

    private static FunctionJar user(FunctionSource library, String version, String hangs, Gate gate) {
        return FunctionJar.bundle("it.user")
                .version(version)
                .component("user", """
                        @Activate
                        void activate() throws Exception {
                            if (%s) {
                                Files.writeString(Path.of("%s").resolve("entered"), "");
                                Thread.sleep(3_600_000);
                            }
                        }

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return Payload.of(words.Text.text());
                        }
                        """.formatted(hangs, gate.directory()))
                .against(library)
                .build();
    }

    @Test
    void startOfAFileThatGoes_isGivenUp() throws Exception {
        Path code = site.code("fresh");
        Gate gate = gate();
        Path file = hanging(gate, "fresh", "1.0.0").deploy(code, "f.jar");
        gate.awaitEntered();

        Files.delete(file);

        site.log().await("the deployment of fresh/f.jar is given up");
        version("fresh", "2.0.0").build().deploy(code, "f.jar");
        site.awaitAnswer("fresh", "2.0.0");
        assertEquals("2.0.0", site.callers().call("fresh", ""));
    }
}
