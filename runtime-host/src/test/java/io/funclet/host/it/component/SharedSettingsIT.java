package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What there is one of for all functions, and a version has taken for its own: it is given back when that goes. */
@TestInstance(Lifecycle.PER_CLASS)
class SharedSettingsIT {

    private static final String LEFT = " has left behind: ";

    private static final String NOBODYS = "PlatformClassLoader PlatformClassLoader PlatformClassLoader";

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.of("setter", "sees", "hash", "local", "rude", "first", "next")
            .on(java());

    @BeforeAll
    void deploySees() throws Exception {
        deploy("sees", "1.0.0", FunctionSource.handler("it.sees", "sees", """
                System.out.println("printed " + event.text());
                java.util.logging.Logger.getLogger("by.sees").info("logged " + event.text());
                return Payload.of(System.out.getClass().getName() + " " + System.err.getClass().getName()
                        + " " + System.in.getClass().getName() + " " + System.getProperties().containsKey("it.own")
                        + " " + Locale.getDefault() + " " + TimeZone.getDefault().getID()
                        + " " + (java.security.Security.getProvider("Twin") == null ? "no provider" : "provider"));
                """));
    }

    String java() {
        return "newest";
    }

    private void deploy(String name, String version, FunctionSource source) throws Exception {
        FunctionJar.bundle(source.packageName())
                .version(version)
                .source(source)
                .build()
                .deploy(site.code(name), "fn.jar");
    }

    private long loaders() throws Exception {
        return site.bundleLoaders();
    }

    private void awaitLoaders(long most) throws Exception {
        Await.until("a class loader is collected", Await.LONG, () -> loaders() <= most, () -> "more than " + most);
    }

    private static FunctionSource plain(String name) {
        return FunctionSource.handler("it." + name, name, "return Payload.of(\"second\");");
    }

    @Test
    void streamsAndDefaults_areGivenBack_andNamed() throws Exception {
        String before = site.callers().call("sees", "before");
        deploy("setter", "1.0.0", SettingsSource.setter());
        site.awaitAnswer("setter", "first");
        String meanwhile = site.callers().call("sees", "meanwhile");
        assertTrue(meanwhile.contains("Sink"), meanwhile);
        assertTrue(meanwhile.contains(" true tr_TR Asia/Tokyo"), meanwhile);
        long loaders = loaders();

        deploy("setter", "2.0.0", plain("setter"));

        String line = site.log().awaitAll("it.setter 1.0.0 (setter/fn.jar)", LEFT);
        String type = "it.setter.Function_setter$";
        for (String left : List.of(
                "System.out " + type + "Sink",
                "System.err " + type + "Sink",
                "System.in " + type + "Source",
                "System.setProperties",
                "default Locale tr_TR",
                "system property os.name",
                "default HostnameVerifier " + type.substring(0, type.length() - 1),
                "default TimeZone Asia/Tokyo")) {
            assertTrue(line.contains(left), () -> left + " is not in: " + line);
        }
        assertEquals(before, site.callers().call("sees", "after"));
        site.log().await("stdout - printed after");
        awaitLoaders(loaders);
        assertEquals("second", site.callers().call("setter", ""));
    }

    @Test
    void whatJavaHasForAll_staysForOthers() throws Exception {
        deploy("rude", "3.0.0", SettingsSource.providerThief());

        site.awaitAnswer("rude", "SUN");

        site.log().await("a function must not remove security provider SUN, which all use: it stays");
        deploy("hash", "3.0.0", FunctionSource.handler("it.hash", "hash", """
                javax.net.ssl.SSLContext.getInstance("TLS").init(null, null, null);
                return Payload.of(javax.net.ssl.SSLContext.getDefault().getProtocol());
                """));
        site.awaitAnswer("hash", "Default");
        deploy("rude", "4.0.0", plain("rude"));
        site.awaitAnswer("rude", "second");
        Files.delete(site.code("hash").resolve("fn.jar"));
        Files.delete(site.code("rude").resolve("fn.jar"));
        site.log().await("removed rude/fn.jar");
    }

    @Test
    void securityProvider_goesWithItsVersion_andThatOfTheNextOneTakesItsPlace() throws Exception {
        deploy("hash", "1.0.0", SettingsSource.hash("first"));
        site.awaitAnswer("hash", "first");
        long loaders = loaders();

        deploy("hash", "2.0.0", SettingsSource.hash("second"));

        site.log().awaitAll("it.hash 1.0.0 (hash/fn.jar)", LEFT, "security provider Twin");
        site.awaitAnswer("hash", "second");
        awaitLoaders(loaders);
        Files.delete(site.code("hash").resolve("fn.jar"));
        site.log().awaitAll("it.hash 2.0.0 (hash/fn.jar)", LEFT, "security provider Twin");
        assertTrue(site.callers().call("sees", "").endsWith("no provider"));
    }

    @Test
    void threadsThatAllShare_areOfNobody() throws Exception {
        long loaders = loaders();
        deploy("first", "1.0.0", FunctionSource.handler("it.first", "first", SettingsSource.CONTEXTS));
        site.awaitAnswer("first", NOBODYS);
        deploy("next", "1.0.0", FunctionSource.handler("it.next", "next", SettingsSource.CONTEXTS));

        site.awaitAnswer("next", NOBODYS);

        site.log().await("[test] by.next - on a shared thread");
        Files.delete(site.code("first").resolve("fn.jar"));
        site.log().await("removed first/fn.jar");
        // The first one's; the next one's has come.
        awaitLoaders(loaders + 1);
        Files.delete(site.code("next").resolve("fn.jar"));
        site.log().await("removed next/fn.jar");
    }

    @Test
    void threadLocalsOnAnEventLoop_areRemoved_andNamed() throws Exception {
        FunctionSource source = FunctionSource.component("it.local", "local", SettingsSource.BOX);
        deploy(
                "local",
                "1.0.0",
                new FunctionSource(
                        source.className(), source.text().replace("@Component\n", "@Component\n@Nonblocking\n")));
        site.awaitAnswer("local", "event loop");
        long loaders = loaders();

        deploy("local", "2.0.0", plain("local"));

        String line = site.log().awaitAll("it.local 1.0.0 (local/fn.jar)", LEFT);
        assertTrue(line.contains("thread local with it.local.Function_local$Box"), line);
        assertTrue(line.contains("thread local with it.local.Function_local$Box[]"), line);
        awaitLoaders(loaders);
        assertEquals("second", site.callers().call("local", ""));
    }

    @Test
    void functionThatTakesTheLogForItsOwn_takesItFromNobodyElse() throws Exception {
        deploy("rude", "1.0.0", SettingsSource.logThief());
        site.awaitAnswer("rude", "");

        assertEquals(
                "function rude failed: SecurityException: a function must not take System.out away, which is there for all",
                site.callers().failure("rude", "out").getDescription());
        for (String harm : List.of("handlers", "off", "reset", "locale")) {
            assertEquals(harm, site.callers().call("rude", harm));
            Await.until(
                    "a neighbour is heard after " + harm,
                    Await.LONG,
                    () -> {
                        site.callers().call("sees", harm);
                        return site.log().count("by.sees - logged " + harm) > 0;
                    },
                    () -> "");
            assertTrue(site.log().await("logged " + harm).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T.*"));
            site.log().await("stdout - printed " + harm);
        }
        site.log().await("a function has removed the log from java.util.logging");
        site.log().await("a function has changed levels of java.util.logging");
        deploy("rude", "2.0.0", plain("rude"));
        site.log().awaitAll("it.rude 1.0.0 (rude/fn.jar)", LEFT, "default Locale ar_EG");
    }
}
