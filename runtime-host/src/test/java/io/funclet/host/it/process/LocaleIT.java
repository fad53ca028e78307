package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.LongRun;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.LogFile;
import io.funclet.host.it.runtime.RuntimeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Text is the same whatever the environment says of a locale, or does not. Scripts of the shell hold it: the JVM of this test
 * may itself have no locale, and could then give a process no such argument, nor a file such a name.
 */
class LocaleIT {

    private static final String TEXT = "Gr\u00fc\u00dfe \u4e16\u754c";

    private static final String FUNCTION = """
            System.out.println("heard " + new String(event.bytes()));
            System.err.println("warned " + event.text());
            Process child = new ProcessBuilder("/bin/sh", "-c", "printf %s \\"$LC_ALL\\"").start();
            String answer = String.join("|",
                    new String(event.bytes()),
                    context.env().getOrDefault("OWN", "none"),
                    System.getenv("OWN"),
                    new String(child.getInputStream().readAllBytes()),
                    String.format("%.1f", 1.5),
                    Files.exists(Path.of("var", event.text())) ? "there" : "not there");
            return Payload.of(answer.getBytes());
            """;

    @TempDir
    Path directory;

    /** What the environment says, and whether the Java is the newest or that of the build. */
    static Stream<Arguments> locales() {
        return Stream.of("", "LC_ALL=POSIX", "LC_ALL=de_DE.ISO-8859-1", "LANG=xx_YY.UTF-8", "LC_CTYPE=C")
                .flatMap(said -> Stream.of(Arguments.of(said, false), Arguments.of(said, true)));
    }

    @LongRun
    @ParameterizedTest
    @MethodSource("locales")
    void inEachLocale_onEachJava_allIsText(String said, boolean newestJava) throws Exception {
        names_arguments_environmentAndBytes_areText(said, newestJava);
    }

    private static String environment(String said, boolean newestJava) {
        return "env -i OWN='" + TEXT + "' PATH=/usr/bin:/bin " + said
                + (newestJava ? "" : " FUNCLET_JAVA_HOME='" + System.getProperty("java.home") + "'");
    }

    private Path script(String name, String... lines) throws IOException {
        Path script = directory.resolve(name);
        Files.write(
                script, ("#!/bin/sh\nset -eu\n" + String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        return script;
    }

    /** What a script has written, as the bytes that came. */
    private String run(String... lines) throws Exception {
        Process shell = new ProcessBuilder("sh", script("run.sh", lines).toString())
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        shell.getOutputStream().close();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), out);
        return out;
    }

    @ParameterizedTest
    @CsvSource({"'', true", "LC_ALL=POSIX, false"})
    void names_arguments_environmentAndBytes_areText(String said, boolean newestJava) throws Exception {
        int port = RuntimeProcess.freePort();
        FunctionJar.of("it.text", "text", FUNCTION).deploy(directory, "text.jar");
        run(
                "mkdir -p 'code " + TEXT + "' var",
                ">'var/" + TEXT + "'",
                "mv text.jar 'code " + TEXT + "/" + TEXT + ".jar'",
                "mkdir 'log " + TEXT + "'",
                "ln -s 'log " + TEXT + "/" + TEXT + ".log' log");
        String json = "{\"name\":\"" + TEXT + "\",\"server\":{\"address\":\"127.0.0.1:" + port + "\"},"
                + "\"logger\":{\"path\":\"log " + TEXT + "/" + TEXT + ".log\"},"
                + "\"function\":{\"name\":\"text\",\"handler\":\"text\",\"codedir\":\"code " + TEXT
                + "\",\"env\":{\"OWN\":\"" + TEXT + "\"}}}";
        String launcher = environment(said, newestJava) + " JAVA_OPTS=\"${JAVA_OPTS-}\" '"
                + RuntimeProcess.distribution().resolve("bin/funclet") + "'";
        Files.setPosixFilePermissions(
                script("start.sh", "exec " + launcher + " -c '" + json + "'"),
                PosixFilePermissions.fromString("rwx------"));
        LogFile log = new LogFile(directory.resolve("log"));
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .launcher(directory.resolve("start.sh"))
                        .start()
                        .awaitPort(port);
                Callers callers = Callers.of(port)) {
            assertEquals(
                    String.join("|", TEXT, TEXT, TEXT, "C.UTF-8", "1.5", "there"),
                    callers.call(Generation.G1, "text", TEXT));
            log.awaitAll("stdout", "heard " + TEXT);
            log.awaitAll("stderr", "warned " + TEXT);
            log.awaitAll("deployed", TEXT + ".jar");
            log.awaitAll("[" + TEXT.substring(0, TEXT.indexOf(' ')), "service starting");
            // The arguments, standard input and standard output of a command.
            String call = launcher + " call text --generation 1 --address 127.0.0.1:" + port;
            assertEquals(callers.call(Generation.G1, "text", TEXT), run(call + " '" + TEXT + "'"));
            assertEquals(callers.call(Generation.G1, "text", TEXT), run("printf %s '" + TEXT + "' | " + call + " -"));
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void localeWithDigitsOfItsOwn_isThatOfFunctions() throws Exception {
        int port = RuntimeProcess.freePort();
        FunctionJar.of("it.digits", "digits", "return Payload.of(String.format(\"%d\", 17));")
                .deploy(Files.createDirectories(directory.resolve("code")), "digits.jar");
        try (RuntimeProcess runtime = RuntimeProcess.in(directory)
                        .javaOption("-Duser.language=ar")
                        .javaOption("-Duser.country=EG")
                        .start("-c", """
                                {"name": "digits", "server": {"address": "127.0.0.1:%d"},
                                 "function": {"name": "digits", "handler": "digits", "codedir": "code"}}""".formatted(port))
                        .awaitPort(port);
                Callers callers = Callers.of(port)) {
            assertEquals("\u0661\u0667", callers.call(Generation.G1, "digits", ""));
            assertEquals(0, runtime.terminate());
        }
    }
}
