package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults that updates of functions which must not overlap once had. */
@Embedded
class ExclusiveUpdateIT {

    private static final String EXCLUSIVE = "io.funclet.exclusive";

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of("parted", "renamed").environment("FUNCLET_START_TIMEOUT", "4s");

    private static FunctionJar.Bundle exclusive(String name, String version) {
        return FunctionJar.bundle("it." + name).version(version).header("Provide-Capability", EXCLUSIVE);
    }

    private static String answer(String text) {
        return "return Payload.of(\"" + text + "\");";
    }

    @Test
    void exclusiveUpdateOneOfWhosePartsThrows_bringsTheOldVersionBack() throws Exception {
        Path directory = site.code("parted");
        exclusive("parted", "1.0.0").function("parted", answer("1.0.0")).build().deploy(directory, "fn.jar");
        site.awaitAnswer("parted", "1.0.0");
        exclusive("parted", "1.1.0")
                .function("parted", answer("1.1.0"))
                .source(new FunctionSource("it.parted.Part", """
                        package it.parted;

                        import org.osgi.service.component.annotations.*;

                        @Component(immediate = true, service = Part.class)
                        public class Part {
                            @Activate
                            public void start() {
                                throw new IllegalStateException("the other part says no");
                            }
                        }
                        """))
                .build()
                .deploy(directory, "fn.jar");
        site.log().await("the other part says no");
        site.awaitAnswer("parted", "1.0.0");
        exclusive("parted", "1.2.0").function("parted", answer("1.2.0")).build().deploy(directory, "fn.jar");
        site.awaitAnswer("parted", "1.2.0");
    }

    @Test
    void exclusiveUpdateThatForgetsTheFunction_isNotTaken() throws Exception {
        Path directory = site.code("renamed");
        exclusive("renamed", "1.0.0")
                .function("renamed", answer("1.0.0"))
                .build()
                .deploy(directory, "fn.jar");
        site.awaitAnswer("renamed", "1.0.0");
        exclusive("renamed", "1.1.0").function("other", answer("1.1.0")).build().deploy(directory, "fn.jar");
        site.log().await("does not provide function renamed");
        assertEquals("1.0.0", site.callers().call("renamed", ""));
        exclusive("renamed", "1.2.0")
                .function("renamed", answer("1.2.0"))
                .build()
                .deploy(directory, "fn.jar");
        site.awaitAnswer("renamed", "1.2.0");
    }
}
