package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedFunction;
import io.funclet.host.soak.ProbeJar;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Updates that concern others: of libraries that functions import from, and of functions that must not overlap. */
@Embedded
class DependentUpdateIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of("reader", "unbroken", "late", "together", "exclusive", "stubborn");

    private final ProbeJar library = ProbeJar.library("it.library");

    private void putLibrary(UpdatedFunction user, ProbeJar of, String version) throws Exception {
        ProbeJar.replace(user.directory().resolve("library.jar"), of.version(version));
    }

    private UpdatedFunction reader(String name) {
        return UpdatedFunction.in(site.workspace(), name, journal -> ProbeJar.reader("it." + name, name, journal));
    }

    @Test
    void libraryUpdate_reachesItsUsers_andLosesNoCall() throws Exception {
        try (UpdatedFunction user = reader("reader")) {
            putLibrary(user, library, "1.0.0");
            user.put("fn.jar", "5.0.0");
            user.begin();
            for (String version : List.of("1.0.0", "1.0.1", "1.0.2", "1.1.0")) {
                putLibrary(user, library, version);
                user.traffic().awaitVersion(version);
            }
            user.endAfter("1.0.0", "1.0.1", "1.0.2", "1.1.0");
        }
    }

    @Test
    void libraryThatItsUsersCannotBeWiredTo_changesNothing() throws Exception {
        try (UpdatedFunction user = reader("unbroken")) {
            putLibrary(user, library, "1.0.0");
            user.put("fn.jar", "5.0.0");
            user.begin();
            user.traffic().awaitVersion("1.0.0");
            putLibrary(user, library.exporting("2.0"), "2.0.0");
            site.log()
                    .await(
                            "the library's user",
                            line -> line.contains("it.unbroken") && line.contains("io.funclet.host.soak.library"));
            user.traffic().awaitResponses(5);
            putLibrary(user, library, "1.0.1");
            user.traffic().awaitVersion("1.0.1");
            user.endAfter("1.0.0", "1.0.1");
        }
    }

    @Test
    void functionThatComesBeforeItsLibrary_waits_andItsCallsToo() throws Exception {
        try (UpdatedFunction user = reader("late")) {
            user.put("fn.jar", "5.0.0");
            user.begin();
            site.log()
                    .await(
                            "the import",
                            line -> line.contains("it.late") && line.contains("io.funclet.host.soak.library"));
            putLibrary(user, library, "1.0.0");
            user.traffic().awaitVersion("1.0.0");
            user.endAfter("1.0.0");
        }
    }

    @Test
    void libraryAndFunctionThatAreReplacedAtOnce_loseNoCall() throws Exception {
        try (UpdatedFunction user = reader("together")) {
            putLibrary(user, library, "1.0.0");
            user.put("fn.jar", "5.0.0");
            user.begin();
            user.traffic().awaitVersion("1.0.0");
            for (int update = 1; update <= 4; update++) {
                user.put("fn.jar", "5.0." + update);
                putLibrary(user, library, "1.0." + update);
                user.traffic().awaitVersion("1.0." + update);
            }
            user.endAfter("1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.4");
        }
    }

    private UpdatedFunction exclusive(String name) {
        return UpdatedFunction.in(
                site.workspace(),
                name,
                journal -> ProbeJar.function("it." + name, name, journal)
                        .header("Provide-Capability", "io.funclet.exclusive"));
    }

    @Test
    void versionsOfAnExclusiveFunction_neverOverlap_andItsCallsWait() throws Exception {
        try (UpdatedFunction function = exclusive("exclusive").serving("fn.jar", "1.0.0")) {
            for (String version : List.of("1.0.1", "1.0.2")) {
                function.put("fn.jar", version);
                function.traffic().awaitVersion(version);
            }
            function.put("fn-2.jar", "2.0.0");
            function.traffic().awaitVersion("2.0.0");
            Files.delete(function.directory().resolve("fn-2.jar"));
            function.traffic().awaitVersion("1.0.2");
            assertEquals(1, function.journal().mostAtOnce());
            function.endAfter("1.0.0", "1.0.1", "1.0.2", "2.0.0", "1.0.2");
        }
    }

    @Test
    void exclusiveFunctionWhoseUpdateDoesNotStart_goesOnWithTheOldVersion() throws Exception {
        try (UpdatedFunction function = exclusive("stubborn").serving("fn.jar", "1.0.0")) {
            FunctionJar broken = FunctionJar.bundle("it.stubborn")
                    .version("1.0.1")
                    .header("Provide-Capability", "io.funclet.exclusive")
                    .component("stubborn", """
                            @Activate
                            void start() {
                                throw new IllegalStateException("not with me");
                            }

                            @Override
                            public Payload handle(Payload event, CallContext context) {
                                return event;
                            }
                            """)
                    .build();
            broken.deploy(function.directory(), "fn.jar");
            site.log().await("not with me");
            function.traffic().awaitResponses(3);
            function.put("fn.jar", "1.0.2");
            function.traffic().awaitVersion("1.0.2");
            assertEquals(1, function.journal().mostAtOnce());
            function.endAfter("1.0.0", "1.0.2");
        }
    }
}
