package io.funclet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.testkit.Deployment.Kind;
import io.funclet.testkit.functions.FragileUser;
import io.funclet.testkit.functions.RelayTeller;
import io.funclet.testkit.functions.SolidUser;
import io.funclet.testkit.functions.VersionTeller;
import io.funclet.testkit.functions.tellers.Teller;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Functions whose components need a service of another bundle, which is updated while they are called. */
class ServiceUpdateTest {

    @RegisterExtension
    final FuncletExtension funclet = new FuncletExtension(new Path[0]);

    @TempDir
    private Path directory;

    private FuncletRuntime runtime;

    @BeforeEach
    void deployApi() throws Exception {
        runtime = funclet.runtime();
        runtime.deploy(TestBundle.jar(
                        directory.resolve("api.jar"),
                        "test.api",
                        "1.0.0",
                        Map.of("Export-Package", Teller.class.getPackageName() + ";version=1.0.0"),
                        Teller.class))
                .orFail();
        runtime.deploy(provider("1.0.0")).orFail();
    }

    private Path provider(String version) throws Exception {
        return TestBundle.jar(directory.resolve("provider.jar"), "test.provider", version, VersionTeller.class);
    }

    private Path user(Class<?> function) throws Exception {
        String name = function.getSimpleName();
        return TestBundle.jar(directory.resolve(name + ".jar"), "test." + name, "1.0.0", function);
    }

    private long starts(String function) {
        return runtime.log().stream()
                .filter(line -> line.contains(function + " starts with "))
                .count();
    }

    @Test
    void updateOfTheProvider_reachesItsUsers_startsEachOnce_andLosesNoCall() throws Exception {
        runtime.deploy(user(SolidUser.class)).orFail();
        runtime.deploy(user(FragileUser.class)).orFail();
        try (RepeatedCalls solid = runtime.calling("solid").repeatedly("");
                RepeatedCalls fragile = runtime.calling("fragile").repeatedly("")) {
            solid.await("1.0.0");
            fragile.await("1.0.0");
            for (String version : List.of("1.0.1", "1.0.2")) {
                Deployment update = runtime.deploy(provider(version));
                assertEquals(Kind.UPDATED, update.kind(), update::line);
                solid.await(version);
                fragile.await(version);
            }
            assertEquals(List.of("1.0.0", "1.0.1", "1.0.2"), solid.responses());
            assertEquals(List.of("1.0.0", "1.0.1", "1.0.2"), fragile.responses());
        }
        assertEquals(3, starts("solid"));
        assertEquals(3, starts("fragile"));
        runtime.awaitUnloaded();
    }

    @Test
    void updateAtTheEndOfAChainOfServices_reachesTheFunction() throws Exception {
        runtime.deploy(user(RelayTeller.class)).orFail();
        runtime.deploy(user(RelayTeller.User.class)).orFail();
        try (RepeatedCalls calls = runtime.calling("relayed").repeatedly("")) {
            calls.await("by 1.0.0");
            for (String version : List.of("1.0.1", "1.0.2")) {
                runtime.deploy(provider(version)).orFail();
                calls.await("by " + version);
            }
            assertEquals(List.of("by 1.0.0", "by 1.0.1", "by 1.0.2"), calls.responses());
        }
    }

    @Test
    void providerThatOneUserDoesNotStartWith_changesNothing_alsoForTheOther() throws Exception {
        runtime.deploy(user(SolidUser.class)).orFail();
        runtime.deploy(user(FragileUser.class)).orFail();
        try (RepeatedCalls solid = runtime.calling("solid").repeatedly("");
                RepeatedCalls fragile = runtime.calling("fragile").repeatedly("")) {
            solid.await("1.0.0");
            Deployment rejected = runtime.deploy(provider("1.1.0"));
            assertTrue(rejected.line().contains("not with this one"), rejected::line);
            solid.await("1.0.0");
            runtime.deploy(provider("1.2.0")).orFail();
            solid.await("1.2.0");
            fragile.await("1.2.0");
            assertEquals(List.of("1.0.0", "1.2.0"), solid.responses());
            assertEquals(List.of("1.0.0", "1.2.0"), fragile.responses());
        }
    }
}
