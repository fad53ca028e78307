package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code funclet wrap}, and the bundles that it makes, in a runtime. */
class WrapIT {

    /** A library that needs a resource of its own, and has an optional import. */
    private static final FunctionSource WORDS = new FunctionSource("words.Text", """
            package words;
            public class Text {
                public static String text() throws java.io.IOException {
                    return new String(Text.class.getResourceAsStream("/words/word.txt").readAllBytes());
                }
                static Object without() {
                    return absent.Text.text();
                }
            }
            """);

    private static final FunctionSource ABSENT = FunctionSource.text("absent", "\"absent\"");

    /** As authors without bnd write it. */
    private static final FunctionSource FUNCTION = new FunctionSource("plain.Wrapped", """
            package plain;
            import io.funclet.api.*;
            @FunctionName("wrapped")
            @FunctionLimits(concurrency = 3)
            public class Wrapped implements FunctionHandler {
                @Override
                public Payload handle(Payload event, CallContext context) throws Exception {
                    return Payload.of(event.text() + words.Text.text());
                }
            }
            """);

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("wrapped");

    @TempDir
    Path directory;

    private Operator operator;
    private Path bundle;

    @BeforeEach
    void prepare() throws Exception {
        operator = new Operator(directory, Files.createDirectory(directory.resolve("tmp")));
        bundle = directory.resolve("bundle.jar");
    }

    private Path function(String fileName) throws Exception {
        return PlainJar.of(FUNCTION).against(WORDS, ABSENT).build().deploy(directory, fileName);
    }

    private Path library() throws Exception {
        Path libraries = Files.createDirectory(directory.resolve("libs"));
        PlainJar.of(WORDS)
                .against(ABSENT)
                .entry("words/word.txt", " carried")
                .build()
                .deploy(libraries, "words.jar");
        PlainJar.of(new FunctionSource("org.slf4j.LoggerFactory", "package org.slf4j; public class LoggerFactory {}"))
                .build()
                .deploy(libraries, "slf4j-api.jar");
        return libraries;
    }

    private Said wrap(Path jar, String... options) throws Exception {
        String[] arguments = new String[4 + options.length];
        arguments[0] = "wrap";
        arguments[1] = jar.toString();
        arguments[2] = "-o";
        arguments[3] = bundle.toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return operator.launch(arguments);
    }

    @Test
    void plainJarWithItsLibraries_becomesABundleThatServes() throws Exception {
        Said said = wrap(function("plain-1.2-SNAPSHOT.jar"), "--with", library().toString());

        assertEquals("", said.err());
        assertEquals(0, said.status(), said::toString);
        assertTrue(
                said.names("(plain 1.2.0.SNAPSHOT)", "carries words.jar", "leaves out slf4j-api.jar", "would be taken"),
                said::toString);
        Files.move(bundle, site.code("wrapped").resolve("wrapped.jar"), StandardCopyOption.ATOMIC_MOVE);
        site.workspace().awaitServing("wrapped");
        assertEquals("a word carried", site.callers().call("wrapped", "a word"));
    }

    @Test
    void nameAndVersion_areThoseOfTheCommand_andTheClassFilesAreAsTheyWere() throws Exception {
        Path plain = function("plain.jar");
        Said said =
                wrap(plain, "--with", library().toString(), "--name", "com.example.plain", "--bundle-version", "3.1");

        assertEquals(0, said.status(), said::toString);
        try (JarFile before = new JarFile(plain.toFile());
                JarFile after = new JarFile(bundle.toFile())) {
            String type = "plain/Wrapped.class";
            assertEquals(
                    "com.example.plain", after.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"));
            assertEquals("3.1", after.getManifest().getMainAttributes().getValue("Bundle-Version"));
            assertEquals(before.getEntry(type).getCrc(), after.getEntry(type).getCrc());
        }
    }

    @Test
    void jarThatOthersWereCopiedInto_goesUnderItsOwnName() throws Exception {
        Path shaded = PlainJar.of(FUNCTION, WORDS)
                .against(ABSENT)
                .entry("words/word.txt", " copied")
                .entry(
                        "META-INF/maven/org.vendor/words/pom.properties",
                        "groupId=org.vendor\nartifactId=words\nversion=7\n")
                .build()
                .deploy(directory, "shaded-1.2.jar");
        Said said = wrap(shaded);

        assertEquals(0, said.status(), said::toString);
        assertTrue(said.names("(shaded 1.2)"), said::toString);
    }

    @Test
    void libraryThatIsNotNamed_isMissed_withWhatToDo() throws Exception {
        Said said = wrap(function("plain.jar"));

        assertEquals(1, said.status(), said::toString);
        assertTrue(said.names("imports words, which no library has", "--with"), said::toString);
        assertTrue(said.names("would wait", "imports package words"), said::toString);
    }

    @Test
    void jarWithoutAFunction_andBundles_areNotWrapped() throws Exception {
        Path words = PlainJar.text("words", "1.0.0").build().deploy(directory, "words.jar");
        Said plain = wrap(words);
        Said ready = wrap(FunctionJar.echo("it.ready", "ready").build().deploy(directory, "ready.jar"));

        assertEquals(1, plain.status());
        assertEquals("funclet: words.jar has no function: no class in it has @FunctionName\n", plain.err());
        assertEquals(1, ready.status());
        assertTrue(ready.err().contains("is a bundle already, it.ready: deploy it as it is"), ready::toString);
        assertFalse(Files.exists(bundle));
    }
}
