package io.funclet.host.framework.weaving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.framework.guard.Hooks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes compiled here, woven, and run: an exit that is not vetoed ends the test's process, which no run survives. */
class ProcessCallWeaverTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "System.exit(3);                                                             | System.exit(3)",
                "Runtime.getRuntime().exit(4);                                               | Runtime.exit(4)",
                "Runtime.getRuntime().halt(5);                                               | Runtime.halt(5)",
                "java.util.function.IntConsumer exit = System::exit; exit.accept(6);         | System.exit(6)",
                "java.util.function.IntConsumer exit = Runtime.getRuntime()::exit; exit.accept(7); | Runtime.exit(7)",
                "java.util.function.IntConsumer halt = Runtime.getRuntime()::halt; halt.accept(8); | Runtime.halt(8)",
                "java.util.function.ObjIntConsumer<Runtime> halt = Runtime::halt; halt.accept(Runtime.getRuntime(), 9); "
                        + "| Runtime.halt(9)",
                "Runnable later = () -> System.exit(10); later.run();                        | System.exit(10)",
                "long a = 1; double b = 2; for (int i = 0; i < 2; i++) { if (a < b) System.exit(11); } | System.exit(11)",
            })
    void everyWayToEndTheProcess_throwsInstead(String statements, String called) throws Exception {
        Woven woven = new Woven(statements, directory);

        new ProcessCallWeaver().weave(woven);

        assertEquals(
                List.of("io.funclet.host.framework.guard;funclet.guard=exit"),
                woven.imports,
                "the import of the guard");
        Runnable function = woven.load();
        SecurityException vetoed = assertThrows(SecurityException.class, function::run);
        assertEquals("a function must not end the process: " + called, vetoed.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int a = 1 + 1;",
                "System.out.flush();",
                "System.getProperty(\"exit\"); Runtime.getRuntime().gc(); String halt = \"halt\" + \"java/lang/Runtime\";",
                "exit(1); } static void exit(int status) {",
                "new Object() { void halt(int status) {} }.halt(1); System.nanoTime();",
            })
    void classThatEndsNothing_isReturnedUntouched(String statements) throws Exception {
        Woven woven = new Woven(statements, directory);

        new ProcessCallWeaver().weave(woven);

        assertNull(woven.replaced);
        assertTrue(woven.imports.isEmpty());
        woven.load().run();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Runtime.getRuntime().addShutdownHook(hook);",
                "java.util.function.Consumer<Thread> add = Runtime.getRuntime()::addShutdownHook; add.accept(hook);"
            })
    void shutdownHook_isRegistered_andNoted(String statements) throws Exception {
        String name = "hook of " + statements;
        Woven woven = new Woven("Thread hook = new Thread(\"" + name + "\"); " + statements, directory);

        new ProcessCallWeaver().weave(woven);
        woven.load().run();

        Thread hook = Hooks.registered().stream()
                .filter(noted -> noted.getName().equals(name))
                .findFirst()
                .orElseThrow();
        assertTrue(Runtime.getRuntime().removeShutdownHook(hook));
    }

    @ParameterizedTest
    @ValueSource(strings = {"System.load(\"/no/lib.so\");", "Runtime.getRuntime().load(\"/no/lib.so\");"})
    void libraryThatIsNotThere_isMissedAsWithoutTheGuard(String statement) throws Exception {
        Woven woven = new Woven(statement, directory);

        new ProcessCallWeaver().weave(woven);

        assertEquals(List.of("io.funclet.host.framework.guard;funclet.guard=exit"), woven.imports);
        UnsatisfiedLinkError missed = assertThrows(UnsatisfiedLinkError.class, woven.load()::run);
        assertTrue(missed.getMessage().startsWith("Can't load library: /no/lib.so"), missed::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.setOut(System.out);",
                "java.util.ServiceLoader.load(Runnable.class).iterator();",
                "java.util.function.Function<Class<Runnable>, java.util.ServiceLoader<Runnable>> load ="
                        + " java.util.ServiceLoader::load; load.apply(Runnable.class).iterator();",
                "java.sql.DriverManager.drivers().count(); java.sql.DriverManager.getDrivers();",
                "java.util.function.Supplier<Object> all = java.sql.DriverManager::drivers; all.get();",
                "System.setErr(System.err);",
                "java.util.function.Consumer<java.io.InputStream> set = System::setIn; set.accept(System.in);",
                "System.setProperties(System.getProperties());",
                "java.util.Locale.setDefault(java.util.Locale.getDefault());",
                "java.util.Locale.setDefault(java.util.Locale.Category.FORMAT, "
                        + "java.util.Locale.getDefault(java.util.Locale.Category.FORMAT));",
                "java.util.TimeZone.setDefault(java.util.TimeZone.getDefault());",
                "java.security.Security.removeProvider(\"nobody's\");",
                "java.security.Security.removeProvider(\"SUN\"); "
                        + "if (java.security.Security.getProvider(\"SUN\") == null) throw new AssertionError();",
                "System.setProperty(\"of.a.test\", \"value\"); System.clearProperty(\"of.a.test\");",
                "java.util.Properties few = new java.util.Properties(); System.setProperties(few); "
                        + "if (System.getProperty(\"java.home\") == null) throw new AssertionError();"
                        + "System.setProperties(null);",
                "java.security.Security.setProperty(\"networkaddress.cache.ttl\", \"30\");",
                "javax.net.ssl.HttpsURLConnection.setDefaultHostnameVerifier("
                        + "javax.net.ssl.HttpsURLConnection.getDefaultHostnameVerifier());",
            })
    void whatIsSetForAll_isSetByTheGuard(String statements) throws Exception {
        Woven woven = new Woven(statements, directory);

        new ProcessCallWeaver().weave(woven);

        assertEquals(List.of("io.funclet.host.framework.guard;funclet.guard=exit"), woven.imports);
        woven.load().run();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.security.Security.getProvider(\"SUN\").clear(); | change security provider SUN, which all use",
                "java.security.Security.getProvider(\"SUN\").remove(\"MessageDigest.SHA-256\"); "
                        + "| change security provider SUN, which all use",
                "java.security.Security.getProvider(\"SUN\").put(\"MessageDigest.SHA-256\", \"none\"); "
                        + "| change security provider SUN, which all use",
                "java.security.Security.setProperty(\"jdk.tls.disabledAlgorithms\", \"\"); "
                        + "| set security property jdk.tls.disabledAlgorithms, which is there for all; an operator may, "
                        + "by -Djava.security.properties=FILE in JAVA_OPTS",
                "System.clearProperty(\"java.home\"); | take system property java.home away, which is there for all",
                "System.setProperty(\"java.home\", \"/x\"); try { System.clearProperty(\"java.home\"); } "
                        + "finally { System.setProperty(\"java.home\", \"JAVA_HOME\"); } "
                        + "| take system property java.home away, which is there for all",
            })
    void whatJavaHasForAll_cannotBeTakenAway(String statements, String what) throws Exception {
        Woven woven = new Woven(statements.replace("JAVA_HOME", System.getProperty("java.home")), directory);

        new ProcessCallWeaver().weave(woven);

        Runnable function = woven.load();
        SecurityException rejected = assertThrows(SecurityException.class, function::run);
        assertEquals("a function must not " + what, rejected.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new java.security.Provider(\"Own\", \"1\", \"\") {}.put(\"MessageDigest.X\", \"x\");",
                "java.security.Provider own = new java.security.Provider(\"Own\", \"1\", \"\") {}; "
                        + "own.put(\"a\", \"b\"); if (!\"b\".equals(own.remove(\"a\"))) throw new AssertionError(); own.clear();",
            })
    void ownProvider_isChangedAsBefore(String statements) throws Exception {
        Woven woven = new Woven(statements, directory);

        new ProcessCallWeaver().weave(woven);

        woven.load().run();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new java.util.concurrent.CompletableFuture<String>().orTimeout(1, java.util.concurrent.TimeUnit.HOURS);",
                "java.util.concurrent.CompletableFuture.delayedExecutor(1, java.util.concurrent.TimeUnit.MILLISECONDS)"
                        + ".execute(() -> {});",
                "try { Runtime.getRuntime().exec(\"true\").waitFor(); Runtime.getRuntime().exec(new String[] {\"true\"}); "
                        + "new ProcessBuilder(\"true\").start().onExit().join(); "
                        + "ProcessBuilder.startPipeline(java.util.List.of(new ProcessBuilder(\"true\"))); "
                        + "java.nio.channels.AsynchronousSocketChannel.open().close(); } "
                        + "catch (Exception e) { throw new AssertionError(e); }",
            })
    void callThatStartsASharedThread_isDone_andLeavesTheContextAsItWas(String statements) throws Exception {
        Woven woven = new Woven(statements, directory);
        ClassLoader context = Thread.currentThread().getContextClassLoader();

        new ProcessCallWeaver().weave(woven);

        assertEquals(1, woven.imports.size());
        woven.load().run();
        assertEquals(context, Thread.currentThread().getContextClassLoader());
    }

    @ParameterizedTest
    @CsvSource({"setOut, out", "setErr, err", "setIn, in"})
    void streamOfAll_cannotBeTakenAway(String setter, String stream) throws Exception {
        Woven woven = new Woven("System." + setter + "(null);", directory);

        new ProcessCallWeaver().weave(woven);

        Runnable function = woven.load();
        SecurityException rejected = assertThrows(SecurityException.class, function::run);
        assertEquals(
                "a function must not take System." + stream + " away, which is there for all", rejected.getMessage());
    }
}
