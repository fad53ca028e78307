package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.CheckedJars;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bundles into which a build tool has copied packages of libraries, without all that these need. */
@Embedded
class CopiedPackagesIT extends CheckedJars {

    private static final String ADVICE =
            "carry the whole jar of the library, or put it beside the function, as docs/how-to/use-libraries.md shows";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("says", "whole", "lacks");

    private static FunctionSource library(String members) {
        return new FunctionSource("org.vendor.speech.Text", """
                package org.vendor.speech;

                import java.util.*;

                public class Text {
                    %s
                }
                """.formatted(members));
    }

    private static FunctionSource words() {
        return library("""
                public static String text() {
                    return ResourceBundle.getBundle("org.vendor.speech.nls.words", Locale.ROOT).getString("word");
                }
                """);
    }

    private static FunctionJar.Bundle copying(String function, FunctionSource... library) {
        FunctionJar.Bundle bundle = FunctionJar.bundle("it.copying." + function.replace('-', '_'))
                .function(function, "return Payload.of(org.vendor.speech.Text.text());");
        Stream.of(library).forEach(bundle::source);
        return bundle;
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(words(), "org/vendor/speech/nls/words.properties"),
                Arguments.of(library("""
                                public static String text() {
                                    return "" + Text.class.getResource("words.txt");
                                }
                                """), "org/vendor/speech/words.txt"),
                Arguments.of(library("""
                                public static String text() {
                                    return read("/org/vendor/speech/data/words.csv");
                                }

                                private static String read(String path) {
                                    return "" + Text.class.getResource(path);
                                }
                                """), "org/vendor/speech/data/words.csv"),
                Arguments.of(library("""
                                public static String text() {
                                    return "" + Text.class.getResource("/org/vendor/speech/data/words_"
                                            + Locale.getDefault() + ".csv");
                                }
                                """), "org/vendor/speech/data/words_"),
                Arguments.of(library("""
                                public static String text() throws Exception {
                                    java.net.URL packed = Text.class.getResource("/natives/" + System.mapLibraryName("speech"));
                                    System.load(packed.getPath());
                                    return speak();
                                }

                                private static native String speak();
                                """), "libspeech.so"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatACopiedPackageReads_isMissed_andNotIfItIsThere(FunctionSource library, String missing) throws Exception {
        FunctionJar.Bundle bundle = copying("speaks", library);
        Said said = check(bundle.build().deploy(directory, "copied.jar"));
        String named = missing.startsWith("lib") ? "native libraries" : missing;
        assertEquals(1, said.status(), said::toString);
        assertTrue(said.names("copied packages", named, "org.vendor.speech.Text", ADVICE), said::toString);

        bundle.header("Include-Resource", missing + (missing.endsWith("_") ? "en.csv" : "") + ";literal='word=hello'");
        Said whole = check(bundle.build().deploy(directory, "whole.jar"));
        assertEquals(0, whole.status(), whole::toString);
    }

    @Test
    void copiedProviderWithoutItsServiceFile_isMissed_andNotIfItIsThere() throws Exception {
        FunctionSource speaker = new FunctionSource(
                "org.vendor.speech.Speaker", "package org.vendor.speech; public interface Speaker { String text(); }");
        FunctionSource loud = new FunctionSource(
                "org.vendor.speech.Loud",
                "package org.vendor.speech; public class Loud implements Speaker {"
                        + " public String text() { return \"LOUD\"; } }");
        FunctionJar.Bundle bundle = copying("asks", speaker, loud, library("""
                public static String text() {
                    return ServiceLoader.load(Speaker.class).iterator().next().text();
                }
                """));
        Said said = check(bundle.build().deploy(directory, "copied.jar"));
        assertEquals(1, said.status(), said::toString);
        assertTrue(
                said.names("META-INF/services/org.vendor.speech.Speaker", "would name org.vendor.speech.Loud", ADVICE),
                said::toString);

        bundle.header(
                "Include-Resource", "META-INF/services/org.vendor.speech.Speaker;literal='org.vendor.speech.Loud'");
        assertEquals(0, check(bundle.build().deploy(directory, "whole.jar")).status());
    }

    /** A bundle that is a library may be one of several that belong together. */
    @Test
    void libraryOfItsOwn_isNotLookedInto() throws Exception {
        FunctionJar library = FunctionJar.bundle("it.library")
                .source(words())
                .source(FunctionSource.text("words", "\"x\""))
                .header("Export-Package", "org.vendor.speech,words")
                .build();
        assertEquals(0, check(library.deploy(directory, "library.jar")).status());
    }

    @Test
    void deploymentAndExplain_sayTheSameAsCheck_andSoDoesTheFailedCall() throws Exception {
        FunctionJar jar = copying("says", words()).build();
        String lacks = "org/vendor/speech/nls/words.properties, which org.vendor.speech.Text reads";
        assertTrue(check(jar.deploy(directory, "copied.jar")).names(lacks, ADVICE));

        jar.deploy(site.code("says"), "copied.jar");
        site.awaitServing("says");
        String deployed = site.log().awaitAll("deployed says/copied.jar", lacks, ADVICE);
        assertTrue(deployed.contains(" WARN "), deployed);
        Said explained = site.operator().run("explain", "copied.jar");
        assertTrue(explained.names(lacks, ADVICE), explained::toString);

        String status = site.callers().failure("says", "").getDescription();
        assertTrue(status.contains("MissingResourceException"), status);
        assertFalse(status.contains(ADVICE), status);
        String failed = "it lacks org/vendor/speech/nls/words.properties: " + ADVICE;
        site.log().awaitAll(" ERROR ", "function says failed: MissingResourceException", failed);
        Said after = site.operator().run("explain", "says");
        assertTrue(after.names("its calls fail: " + failed), after::toString);

        // Once for a version.
        site.callers().failure("says", "");
        assertEquals(1, site.log().count(failed));
    }

    @Test
    void startOfTheProcess_readsNoCopiedClasses_andExplainDoes() throws Exception {
        try (RuntimeExtension starting = RuntimeExtension.of("early")
                .before(before -> copying("early", words()).build().deploy(before.code("early"), "copied.jar"))
                .embedded()
                .start()) {
            String deployed = starting.log().await("deployed early/copied.jar");
            assertFalse(deployed.contains(ADVICE), deployed);

            Said explained = starting.operator().run("explain", "copied.jar");
            assertTrue(explained.names("org.vendor.speech.Text", ADVICE), explained::toString);
        }
    }

    @Test
    void wholeJarInsideABundle_isSaidNothingOf() throws Exception {
        byte[] library = PlainJar.of(words())
                .entry("org/vendor/speech/nls/words.properties", "word=hello")
                .build()
                .bytes();
        FunctionJar.bundle("it.whole")
                .against(words())
                .function("whole", "return Payload.of(org.vendor.speech.Text.text());")
                .header("Import-Package", "io.funclet.api,*;resolution:=optional")
                .header("Bundle-ClassPath", ".,lib/speech.jar")
                .header(
                        "-includeresource",
                        "lib/speech.jar=" + java.nio.file.Files.write(directory.resolve("speech.jar"), library))
                .build()
                .deploy(site.code("whole"), "whole.jar");
        site.awaitServing("whole");
        assertEquals("hello", site.callers().call("whole", ""));
        String deployed = site.log().await("deployed whole/whole.jar");
        assertTrue(deployed.contains(" INFO "), deployed);
    }

    @Test
    void filesThatTheManifestNames_andTheJarLacks_areNamed() throws Exception {
        FunctionJar jar = RepackedJar.withHeaders(
                FunctionJar.bundle("it.lacks")
                        .function("lacks", "return Payload.of(\"1\");")
                        .build(),
                manifest -> {
                    manifest.putValue("Bundle-ClassPath", ".,lib/words.jar;x=\"a,b\"");
                    manifest.putValue("Bundle-NativeCode", "native/libx.so;osname=Linux;osname=QNX,*");
                });
        String[] absent = {
            "Bundle-ClassPath names lib/words.jar, which is not in the jar",
            "Bundle-NativeCode names native/libx.so, which is not in the jar"
        };
        Said said = check(jar.deploy(directory, "lacks.jar"));
        assertTrue(said.names(absent), said::toString);

        jar.deploy(site.code("lacks"), "lacks.jar");
        String deployed = site.log().awaitAll("deployed lacks/lacks.jar", absent[0], absent[1]);
        assertTrue(deployed.contains(" WARN "), deployed);
    }
}
