package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.update.RetriedStartIT;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What callers of functions are told that lie in a directory and are not served. */
@Embedded
class AbsentFunctionsIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve().environment("FUNCLET_START_TIMEOUT", "5s");

    @BeforeAll
    static void deploy() throws Exception {
        BadJar.CLASS_THAT_IS_NOT_THERE.of("never").deploy(site.served(), "never.jar");
        BadJar.IMPORT_THAT_NOBODY_EXPORTS.of("imports").deploy(site.served(), "imports.jar");
        site.awaitLine("rejected code/never.jar");
        site.awaitLine("waiting code/imports.jar");
    }

    private static void assertSays(Status status, Code code, String... words) {
        assertEquals(code, status.getCode(), status::toString);
        for (String word : words) {
            assertTrue(status.getDescription().contains(word), () -> status + " does not say " + word);
        }
    }

    @Test
    void functionWhoseJarIsTriedAgainByItself_isWaitedFor() throws Exception {
        Path sensor = site.served().resolveSibling("absent.sensor");
        RetriedStartIT.needing(sensor, "absent").build().deploy(site.served(), "absent.jar");
        site.awaitLine("rejected code/absent.jar");
        assertSays(
                Callers.failure(() -> site.callers().call(Generation.G3, "absent", "", Duration.ofSeconds(5))),
                Code.UNAVAILABLE,
                "function absent is not loaded yet",
                "code/absent.jar would bring it, but is rejected",
                "no sensor",
                "it is tried again by itself");
        Future<byte[]> call = site.callers().begin("absent", "came", Await.LONG);

        Files.createFile(sensor);

        assertEquals("came", Callers.payload(call));
    }

    @Test
    void functionThatItsBundleRegistersLater_isServedFromThenOn() throws Exception {
        Gate gate = Gate.in(site.path());
        String activator = """
                package it.later;

                import io.funclet.api.*;
                import java.nio.file.*;
                import java.util.*;
                import org.osgi.framework.*;

                public class Later implements BundleActivator {
                    public void start(BundleContext context) {
                        new Thread(() -> register(context)).start();
                    }

                    private void register(BundleContext context) {
                        try {
                            while (!Files.exists(Path.of("%s/open"))) {
                                Thread.sleep(5);
                            }
                        } catch (InterruptedException e) {
                            return;
                        }
                        FunctionHandler handler = (event, call) -> Payload.of("later");
                        context.registerService(
                                FunctionHandler.class.getName(), handler, new Hashtable<>(Map.of("function.name", "later")));
                    }

                    public void stop(BundleContext context) {}
                }
                """.formatted(gate.event());
        FunctionJar.echo("it.later", "sooner")
                .source(new FunctionSource("it.later.Later", activator))
                .header("Bundle-Activator", "it.later.Later")
                .against(
                        FrameworkSource.BUNDLE_ACTIVATOR,
                        FrameworkSource.type("ServiceRegistration<S>", ""),
                        FrameworkSource.type(
                                "BundleContext",
                                "ServiceRegistration<?> registerService(String type, Object service, java.util.Dictionary<String, ?> with);"))
                .build()
                .deploy(site.served(), "later.jar");
        site.awaitLine("serving sooner ");
        assertSays(site.callers().failure(Generation.G3, "later", ""), Code.NOT_FOUND, "later");

        gate.open();

        site.awaitLine("serving later ");
        assertEquals("later", site.callers().call("later", ""));
    }

    @ParameterizedTest
    @EnumSource
    void functionWhoseJarIsNotTaken_isNotFound_withTheJarAndTheReason(Generation generation) throws Exception {
        assertSays(
                site.callers().failure(generation, "never", ""),
                Code.NOT_FOUND,
                "function never is not known",
                "code/never.jar would bring it, but is rejected",
                "com.example.Gone");
        assertSays(
                site.callers().failure(generation, "imports", ""),
                Code.NOT_FOUND,
                "code/imports.jar would bring it, but is waiting",
                "com.example.absent");
    }

    @Test
    void functionThatWasRemoved_andOneThatNoJarBrings_areNotFound() throws Exception {
        Path file = FunctionJar.of("it.gone", "gone", "return event;").deploy(site.served(), "gone.jar");
        site.awaitLine("serving gone");
        assertEquals("there", site.callers().call("gone", "there"));
        Files.delete(file);
        site.awaitLine("removed code/gone.jar");

        for (String name : new String[] {"gone", "misspelled"}) {
            Status status = site.callers().failure(name, "");
            assertSays(status, Code.NOT_FOUND, "function " + name + " is not known");
            assertFalse(status.getDescription().contains("would bring it"), status::toString);
        }
    }

    @Test
    void functionThatNobodyHasConfigured_isNotFound_withTheJarThatOffersIt() throws Exception {
        try (RuntimeExtension site = RuntimeExtension.of(Map.of("code", List.of("asked", "other")))
                .embedded()
                .start()) {
            FunctionJar.bundle("it.asked")
                    .function("asked", "return event;")
                    .function("hidden", "return event;")
                    .build()
                    .deploy(site.code("code"), "f.jar");
            assertEquals("there", site.callers().call("asked", "there"));
            BadJar.CLASS_THAT_IS_NOT_THERE.of("never").deploy(site.code("code"), "never.jar");
            site.log().await("rejected code/never.jar");
            for (Generation generation : Generation.values()) {
                assertSays(
                        site.callers().failure(generation, "hidden", ""),
                        Code.NOT_FOUND,
                        "known are: asked, other",
                        "code/f.jar offers it, but no configured function asks for it");
                assertSays(
                        site.callers().failure(generation, "never", ""),
                        Code.NOT_FOUND,
                        "code/never.jar would bring it, but is rejected",
                        "com.example.Gone");
            }
        }
    }
}
