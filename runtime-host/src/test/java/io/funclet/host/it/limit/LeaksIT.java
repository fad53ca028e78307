package io.funclet.host.it.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What versions leave in the process when they go; beside them, a bundle that keeps the same of its own. */
@TestInstance(Lifecycle.PER_CLASS)
@BeginsFirst
class LeaksIT {

    private static final String ALL = "has thread driver bean handler property";

    private static final String LEFT = " has left behind: ";

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.of(
                    "leaky", "neighbour", "pools", "recorder", "computing", "stubborn", "tidy")
            .on(java())
            // What is held softly is none of this.
            .with(start -> start.javaOption("-XX:SoftRefLRUPolicyMSPerMB=0"));

    @BeforeAll
    void deployNeighbour() throws Exception {
        deploy("neighbour", "1.0.0", LeakySource.everything("neighbour", hookFile("neighbour")));
        site.awaitAnswer("neighbour", ALL);
    }

    @AfterAll
    void neighbourKeepsItsOwn_toItsEnd() throws Exception {
        assertEquals(ALL, site.callers().call("neighbour", ""));
        site.end();
        assertTrue(Files.exists(hookFile("neighbour")));
        assertFalse(Files.exists(hookFile("leaky")));
    }

    String java() {
        return "newest";
    }

    private Path hookFile(String name) {
        return site.path().resolve(name + ".hook");
    }

    private void deploy(String name, String version, FunctionSource source) throws Exception {
        FunctionJar.bundle(LeakySource.PACKAGE)
                .version(version)
                .source(source)
                .build()
                .deploy(site.code(name), "fn.jar");
    }

    @Test
    void whatAVersionLeaves_isNamed_andSwept_andItsClassesGo() throws Exception {
        deploy("leaky", "1.0.0", LeakySource.everything("leaky", hookFile("leaky")));
        site.awaitAnswer("leaky", ALL);
        long loaders = site.bundleLoaders();

        deploy("leaky", "2.0.0", LeakySource.finder("leaky"));

        String line = site.log().awaitAll("it.leaky 1.0.0 (leaky/fn.jar)", LEFT);
        assertTrue(line.contains(" WARN "), line);
        for (String left : List.of(
                "thread poller-leaky at it.leaky.Leaky.poll(Leaky.java:",
                "JDBC driver it.leaky.Leaky$LeakyDriver",
                "MBean leaky:type=leaky",
                "shutdown hook hook-leaky",
                "log handler it.leaky.Leaky$Sink",
                "system property leaky.leaky",
                "default Authenticator it.leaky.Leaky$Login",
                "default handler of uncaught exceptions it.leaky.Leaky")) {
            assertTrue(line.contains(left), () -> left + " is not in: " + line);
        }
        assertFalse(line.contains("neighbour"), line);
        Await.until(
                "nothing of it is there",
                Await.LONG,
                () -> site.callers().call("leaky", "leaky").equals("found"),
                () -> site.callers().call("leaky", "leaky"));
        Await.until(
                "its class loader is collected",
                Await.LONG,
                () -> site.bundleLoaders() <= loaders,
                () -> "one more than " + loaders);
        assertEquals(ALL, site.callers().call("neighbour", ""));
        // Handlers of others are not to be seen.
        assertEquals("found thread bean property", site.callers().call("leaky", "neighbour"));
    }

    @Test
    void poolsThatAVersionLeaves_areShutDown_andItsClassesGo() throws Exception {
        deploy("pools", "1.0.0", LeakyThreadSource.pools("pools"));
        site.awaitAnswer("pools", "first");
        long loaders = site.bundleLoaders();

        deploy("pools", "2.0.0", LeakySource.finder("pools"));

        String line = site.log().awaitAll("pools/fn.jar", LEFT);
        assertTrue(line.contains("thread pool-of-pools") && line.contains("thread pool-of-its-own-kind"), line);
        Await.until(
                "its class loader is collected",
                Await.LONG,
                () -> site.bundleLoaders() <= loaders,
                () -> "one more than " + loaders);
        assertEquals(0, site.log().count("pools/fn.jar) cannot be unloaded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorder", "computing"})
    void whatJavaKeepsForLibraries_isRemoved_andTheClassesGo(String name) throws Exception {
        deploy(name, "1.0.0", name.equals("recorder") ? LeakySource.recorder(name) : LeakySource.computing(name));
        site.awaitAnswer(name, "first");
        long loaders = site.bundleLoaders();

        deploy(name, "2.0.0", LeakySource.finder(name));

        Await.until(
                "its class loader is collected",
                Await.LONG,
                () -> site.bundleLoaders() <= loaders,
                () -> "one more than " + loaders);
    }

    @Test
    void threadThatIgnoresItsInterruption_isNamedOnceMore_andOneThatEndsByItselfIsNot() throws Exception {
        deploy("tidy", "1.0.0", LeakyThreadSource.tidy("tidy"));
        site.awaitAnswer("tidy", "first");
        deploy("stubborn", "1.0.0", LeakyThreadSource.stubborn("stubborn"));
        site.awaitAnswer("stubborn", "first");

        deploy("tidy", "2.0.0", LeakySource.finder("tidy"));
        site.log().await("updated tidy/fn.jar");
        deploy("stubborn", "2.0.0", LeakySource.finder("stubborn"));

        site.log()
                .awaitAll(
                        "stubborn/fn.jar", LEFT, "thread stubborn at it.leaky.Function_stubborn.", "thread timer-of-");
        String line = site.log().awaitAll("stubborn/fn.jar", "cannot be unloaded", "thread stubborn at it.leaky.");
        assertTrue(line.contains("thread timer-of-stubborn at java."), line);
        assertEquals("found", site.callers().call("stubborn", "nobody"));
        // It went first, so its line would have come before.
        assertEquals(
                0,
                site.log().lines().stream()
                        .filter(any -> any.contains(LEFT) && any.contains("tidy"))
                        .count());
    }
}
