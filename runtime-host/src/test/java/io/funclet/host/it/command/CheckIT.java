package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.CheckedJars;
import io.funclet.host.it.runtime.Operator.Said;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is said of a jar before it is deployed, without a runtime. */
@Isolated("beside runtimes in this JVM a command printed to its standard output now and then; the cause is not known")
class CheckIT extends CheckedJars {

    private static final FunctionSource WORDS = FunctionSource.text("words", "\"\"");

    /** Those that other bundles could help. */
    private static final Set<BadJar> WAITING = EnumSet.of(
            BadJar.IMPORT_THAT_NOBODY_EXPORTS,
            BadJar.IMPORT_OF_ANOTHER_VERSION,
            BadJar.NEWER_JAVA,
            BadJar.NATIVE_CODE_OF_ONE_VERSION_OF_THE_SYSTEM,
            BadJar.REFERENCE_THAT_NOBODY_SATISFIES);

    @Test
    void goodJar_isTaken_withItsFunctionAndItsNeeds_andNothingOfItRuns() throws Exception {
        Path ran = directory.resolve("ran");
        Path jar = FunctionJar.bundle("it.good")
                .version("1.0.0")
                .activator(new FunctionSource("it.good.Activator", """
                        package it.good;

                        import org.osgi.framework.*;

                        public class Activator implements BundleActivator {
                            public void start(BundleContext context) throws Exception {
                                java.nio.file.Files.createFile(java.nio.file.Path.of("%s"));
                            }

                            public void stop(BundleContext context) {}
                        }
                        """.formatted(ran)))
                .function("good", "return event;")
                .build()
                .deploy(directory, "good.jar");

        Said said = checkAlone(jar);

        assertEquals(0, said.status(), said::toString);
        assertTrue(said.names("it.good 1.0.0 (good.jar) would be taken", "brings function good"), said::toString);
        assertTrue(said.names("imports package io.funclet.api [1.", "of the runtime"), said::toString);
        assertFalse(Files.exists(ran), "the activator has run");
    }

    @Test
    void jarWhoseComponentCannotBeRead_isSaidOfItself_andKeepsNoOtherFromBeingChecked() throws Exception {
        byte[] broken = RepackedJar.with(
                BadJar.good("broken", "x"),
                entry -> !entry.startsWith("OSGI-INF/"),
                ZipEntry.DEFLATED,
                Map.of("OSGI-INF/it.broken.Function_broken.xml", "<scr:component".getBytes(StandardCharsets.UTF_8)));
        Path bad = new FunctionJar(broken).deploy(code, "broken.jar");
        Path good = BadJar.good("fine", "x").deploy(directory, "fine.jar");

        Said said = check(good, "--with", code.toString());

        assertEquals(0, said.status(), said::toString);
        assertTrue(said.names("would be taken", "broken.jar does not offer all that it should"), said::toString);
        Said own = check(bad);
        assertEquals(1, own.status(), own::toString);
        assertTrue(
                own.names("would be taken, and bring no function", "cannot be read as a component description: line 1"),
                own::toString);
    }

    @Test
    void documentThatIsNotThere_isSaid_andWhatIsLeft() throws Exception {
        FunctionJar whole = FunctionJar.bundle("it.half")
                .function("fine", "return event;")
                .function("absent", "return event;")
                .build();
        String document = "OSGI-INF/it.half.Function_absent.xml";
        byte[] half = RepackedJar.with(whole, entry -> !entry.equals(document), ZipEntry.DEFLATED, Map.of());

        Said said = check(new FunctionJar(half).deploy(directory, "half.jar"));

        assertEquals(1, said.status(), said::toString);
        assertTrue(
                said.names(
                        "would be taken, but not all of it",
                        "brings function fine",
                        document + ", which Service-Component names, is not in the jar"),
                said::toString);
    }

    @Test
    void jarThatBringsNothing_isSaidTo() throws Exception {
        Said said = checkAlone(
                FunctionJar.bundle("it.nothing").source(WORDS).build().deploy(directory, "nothing.jar"));

        assertEquals(1, said.status(), said::toString);
        assertTrue(said.names("would be taken, and bring no function", "brings nothing: "), said::toString);
    }

    @Test
    void fileThatIsNotCalledAJar_isSaidNotToBeLookedAt() throws Exception {
        Said said = check(BadJar.good("fine", "x").deploy(directory, "fine.war"));

        assertEquals(1, said.status(), said::toString);
        assertTrue(said.names("fine.war would not be looked at", "it is not called *.jar"), said::toString);
    }

    @Test
    void neighbourThatIsNoJar_isNamed_andKeepsNoOtherFromBeingChecked() throws Exception {
        BadJar.TRUNCATED.of("half").deploy(code, "half.jar");

        Said said = check(BadJar.good("fine", "x").deploy(directory, "fine.jar"), "--with", code.toString());

        assertEquals(0, said.status(), said::toString);
        assertTrue(
                said.names("would be taken", "half.jar is not there for it: it is not a complete zip"), said::toString);
    }

    @Test
    void otherVersionOfTheBundle_offersItNothing() throws Exception {
        FunctionJar.bundle("it.split")
                .source(WORDS)
                .header("Export-Package", "words")
                .build()
                .deploy(code, "first.jar");
        Path second = FunctionJar.bundle("it.split")
                .version("2.0.0")
                .against(WORDS)
                .function("split", "return Payload.of(words.Text.text());")
                .build()
                .deploy(directory, "second.jar");

        Said said = check(second, "--with", code.toString());

        assertEquals(1, said.status(), said::toString);
        assertTrue(said.names("would wait", "imports package words"), said::toString);
    }

    /** What only a start can tell is not among them. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {
                "TRUNCATED",
                "WITHOUT_MANIFEST",
                "NOT_A_BUNDLE",
                "IMPORT_THAT_IS_NONE",
                "IMPORT_THAT_NOBODY_EXPORTS",
                "IMPORT_OF_ANOTHER_VERSION",
                "NEWER_JAVA",
                "NATIVE_CODE_OF_ONE_VERSION_OF_THE_SYSTEM",
                "PRIVATE_API",
                "FUNCTION_WITHOUT_A_NAME",
                "REFERENCE_THAT_NOBODY_SATISFIES"
            })
    void badJar_isNot_forAReason(BadJar kind) throws Exception {
        Said said = check(kind.of("bad").deploy(directory, "bad.jar"));

        assertEquals(1, said.status(), said::toString);
        assertTrue(kind.isExplainedBy(said.out()), said::toString);
        assertTrue(said.names(WAITING.contains(kind) ? " would wait" : " would be rejected"), said::toString);
    }

    @Test
    void limitThatIsNone_isSaid_beforeItIsRejected() throws Exception {
        FunctionSource plain = FunctionSource.handler("it.limited", "limited", "return event;");
        FunctionSource limited = new FunctionSource(
                plain.className(),
                plain.text().replace("@FunctionName", "@FunctionLimits(timeout = \"soon\")\n@FunctionName"));

        Said said =
                check(FunctionJar.bundle("it.limited").source(limited).build().deploy(directory, "limited.jar"));

        assertEquals(1, said.status(), said::toString);
        assertTrue(
                said.names(
                        "would be rejected",
                        "wrong property function.timeout: \"soon\" is not a duration",
                        "brings function limited"),
                said::toString);
    }

    @Test
    void whatIsNotThere_isSaidInOneLine() throws Exception {
        Said said = checkAlone(directory.resolve("absent.jar"));

        assertEquals(1, said.status());
        assertEquals(1, said.err().lines().count(), said::toString);
        assertTrue(said.err().contains("there is no file"), said::toString);
        Path link = Files.createSymbolicLink(directory.resolve("link.jar"), directory.resolve("absent.jar"));
        Said led = check(link);
        assertEquals(1, led.status());
        assertTrue(
                led.err().contains("is a link to " + directory.resolve("absent.jar") + ", which is not there"),
                led::toString);
    }
}
