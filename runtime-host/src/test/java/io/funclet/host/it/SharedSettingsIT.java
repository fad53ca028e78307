package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.soak.Footprint;
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

    private static final String BOX = """
            public static class Box {}

            private static final ThreadLocal<Object> OWN = new ThreadLocal<>();
            private static final ThreadLocal<Object> SOFT = new ThreadLocal<>();

            @Override
            public Payload handle(Payload event, CallContext context) {
                OWN.set(new Box());
                SOFT.set(new java.lang.ref.SoftReference<>(new Box[1]));
                return Payload.of(Thread.currentThread().getName().startsWith("call-") ? "worker" : "event loop");
            }
            """;

    /** Three threads that Java makes once for all, and whose context class loader each has. */
    private static final String CONTEXTS = """
            java.util.function.Function<Object, String> seen = any -> {
                java.util.logging.Logger.getLogger("by." + getClass().getPackageName().substring(3))
                        .info("on a shared thread");
                ClassLoader loader = Thread.currentThread().getContextClassLoader();
                return loader == null ? "none" : loader.getClass().getSimpleName();
            };
            var soon = java.util.concurrent.TimeUnit.MILLISECONDS;
            String late = new java.util.concurrent.CompletableFuture<String>()
                    .orTimeout(20, soon).exceptionally(seen::apply).join();
            String delayed = new java.util.concurrent.CompletableFuture<String>()
                    .completeOnTimeout("", 20, soon).thenApply(seen).join();
            Process process = new ProcessBuilder("cat").start();
            var end = process.onExit().thenApply(seen);
            process.getOutputStream().close();
            return Payload.of(late + " " + delayed + " " + end.join().replaceAll("none|AppClassLoader", "PlatformClassLoader"));
            """;

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
        return Footprint.of(site.runtime().pid()).bundleLoaders();
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
        deploy("setter", "1.0.0", FunctionSource.component("it.setter", "setter", """
                public static class Sink extends java.io.PrintStream {
                    public Sink() { super(java.io.OutputStream.nullOutputStream()); }
                }

                public static class Source extends java.io.ByteArrayInputStream {
                    public Source() { super(new byte[0]); }
                }

                @Activate
                public void begin() {
                    System.setOut(new Sink());
                    java.util.function.Consumer<java.io.PrintStream> set = System::setErr;
                    set.accept(new Sink());
                    System.setIn(new Source());
                    Properties own = new Properties();
                    own.putAll(System.getProperties());
                    own.put("it.own", "own");
                    System.setProperties(own);
                    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
                    System.setProperty("os.name", "another");
                    javax.net.ssl.HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return Payload.of("first");
                }
                """));
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
        deploy("rude", "3.0.0", FunctionSource.handler("it.rude", "rude", """
                for (java.security.Provider provider : java.security.Security.getProviders()) {
                    java.security.Security.removeProvider(provider.getName());
                    try {
                        provider.clear();
                    } catch (SecurityException rejected) {
                        // As it should be.
                    }
                }
                try {
                    System.setSecurityManager(new SecurityManager());
                } catch (UnsupportedOperationException none) {
                    return Payload.of(java.security.MessageDigest.getInstance("SHA-256").getProvider().getName());
                }
                return Payload.of("a security manager");
                """));

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
        deploy("hash", "1.0.0", hash("first"));
        site.awaitAnswer("hash", "first");
        long loaders = loaders();

        deploy("hash", "2.0.0", hash("second"));

        site.log().awaitAll("it.hash 1.0.0 (hash/fn.jar)", LEFT, "security provider Twin");
        site.awaitAnswer("hash", "second");
        awaitLoaders(loaders);
        Files.delete(site.code("hash").resolve("fn.jar"));
        site.log().awaitAll("it.hash 2.0.0 (hash/fn.jar)", LEFT, "security provider Twin");
        assertTrue(site.callers().call("sees", "").endsWith("no provider"));
    }

    /** Adds a provider as most do: without a look at whether there is one. */
    private static FunctionSource hash(String answer) {
        return FunctionSource.component("it.hash", "hash", """
                public static class Twin extends java.security.Provider {
                    public Twin() {
                        super("Twin", "1.0", "a test's");
                        put("MessageDigest.TWIN", Digest.class.getName());
                    }
                }

                public static class Digest extends java.security.MessageDigestSpi {
                    @Override protected void engineUpdate(byte input) {}
                    @Override protected void engineUpdate(byte[] input, int offset, int length) {}
                    @Override protected byte[] engineDigest() { return "%s".getBytes(); }
                    @Override protected void engineReset() {}
                }

                @Override
                public Payload handle(Payload event, CallContext context) throws Exception {
                    java.security.Security.addProvider(new Twin());
                    return Payload.of(new String(java.security.MessageDigest.getInstance("TWIN", "Twin").digest()));
                }

                @Activate
                public void begin() {
                    java.security.Security.addProvider(new Twin());
                }
                """.formatted(answer));
    }

    @Test
    void threadsThatAllShare_areOfNobody() throws Exception {
        long loaders = loaders();
        deploy("first", "1.0.0", FunctionSource.handler("it.first", "first", CONTEXTS));
        site.awaitAnswer("first", NOBODYS);
        deploy("next", "1.0.0", FunctionSource.handler("it.next", "next", CONTEXTS));

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
        FunctionSource source = FunctionSource.component("it.local", "local", BOX);
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
        deploy("rude", "1.0.0", FunctionSource.handler("it.rude", "rude", """
                java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
                switch (event.text()) {
                    case "out" -> System.setOut(null);
                    case "handlers" -> {
                        for (java.util.logging.Handler handler : root.getHandlers()) {
                            root.removeHandler(handler);
                        }
                    }
                    case "off" -> root.setLevel(java.util.logging.Level.OFF);
                    case "reset" -> java.util.logging.LogManager.getLogManager().reset();
                    case "locale" -> Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
                    default -> { }
                }
                return event;
                """));
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
