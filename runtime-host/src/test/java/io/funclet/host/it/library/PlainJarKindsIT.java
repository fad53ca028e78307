package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kinds of jars without OSGi headers, and what they share with each other and with the runtime. */
@Embedded
class PlainJarKindsIT {

    private static final FunctionSource WORDS = FunctionSource.text("words", "\"compiled\"");

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(
            "split", "resources", "release", "nested", "copied", "hidden", "forgetful", "speaks", "together");

    private static void serve(String function, String body, FunctionSource... against) throws Exception {
        FunctionJar.bundle("it." + function)
                .function(function, "return Payload.of(String.valueOf(" + body + "));")
                .against(against)
                .build()
                .deploy(site.code(function), function + ".jar");
    }

    private static void put(String function, String fileName, PlainJar jar) throws Exception {
        jar.build().deploy(site.code(function), fileName);
    }

    private static void assertAnswer(String function, String answer) throws Exception {
        site.workspace().awaitServing(function);
        assertEquals(answer, site.callers().call(function, "x"));
    }

    @Test
    void jarsWithPartsOfOnePackage_shareIt_withItsPackagePrivateMembers() throws Exception {
        FunctionSource inner = new FunctionSource("words.Inner", """
                package words;
                public class Inner {
                    static String hidden() {
                        return "of the other jar";
                    }
                }
                """);
        FunctionSource outer = FunctionSource.text("words", "Inner.hidden()");
        put("split", "inner.jar", PlainJar.of(inner));
        put("split", "outer.jar", PlainJar.of(outer).against(inner));
        // The package is there with the first of them.
        site.log().await("deployed split/outer.jar");
        serve("split", "words.Text.text()", WORDS);

        assertAnswer("split", "of the other jar");
    }

    /** Else a function would start on the first part, and its calls would fail until the second one comes. */
    @Test
    void jarsThatComeOneAfterAnother_areServedAtOnce() throws Exception {
        FunctionSource inner = FunctionSource.text("words.inner", "\"of both\"");
        FunctionJar one = PlainJar.of(inner).build();
        FunctionJar other = PlainJar.of(FunctionSource.text("words", "words.inner.Text.text()"))
                .against(inner)
                .build();
        serve("together", "words.Text.text()", WORDS);
        site.log().await("waiting together/together.jar");
        one.deploy(site.code("together"), "one.jar");
        other.deploy(site.code("together"), "other.jar");

        assertAnswer("together", "of both");
        site.log().await("together/plain jars become a class path of 2");
        assertEquals(0, site.log().count("together/plain jars become a class path of 1"));
    }

    @Test
    void resources_areFoundByOtherPlainJars() throws Exception {
        FunctionSource reader = new FunctionSource("words.Text", """
                package words;
                public class Text {
                    public static String text() throws java.io.IOException {
                        return new String(Text.class.getResourceAsStream("/pictures/a.txt").readAllBytes());
                    }
                }
                """);
        put("resources", "pictures.jar", new PlainJar().entry("pictures/a.txt", "a picture"));
        site.log().await("deployed resources/pictures.jar");
        put("resources", "reader.jar", PlainJar.of(reader));
        serve("resources", "words.Text.text()", WORDS);

        assertAnswer("resources", "a picture");
    }

    @Test
    void multiReleaseJar_hasTheClassesOfTheRunningJava() throws Exception {
        FunctionSource newer = FunctionSource.text("words", "\"for Java 11\"");
        FunctionSource newest = FunctionSource.text("words", "\"for Java 9999\"");
        put(
                "release",
                "words.jar",
                PlainJar.text("words", "1.0.0")
                        .header("Multi-Release", "true")
                        .entry("META-INF/versions/11/words/Text.class", PlainJar.classFile(newer))
                        .entry("META-INF/versions/9999/words/Text.class", PlainJar.classFile(newest)));
        serve("release", "words.Text.text()", WORDS);

        assertAnswer("release", "for Java 11");
    }

    /** As OSGi Compendium, chapter 133, has it: bnd writes the requirement for {@code @ServiceConsumer}. */
    @Test
    void servicesOfPlainJars_meetTheRequirementsOfBundles() throws Exception {
        FunctionSource speaker =
                new FunctionSource("words.Speaker", "package words; public interface Speaker { String text(); }");
        FunctionSource loud = new FunctionSource(
                "loud.Loud",
                "package loud; public class Loud implements words.Speaker {"
                        + " public String text() { return \"LOUD\"; } }");
        FunctionJar.bundle("it.speaks")
                .function(
                        "speaks",
                        "return Payload.of(ServiceLoader.load(words.Speaker.class).iterator().next().text());")
                .against(speaker)
                .header(
                        "Require-Capability",
                        "osgi.extender;filter:=\"(osgi.extender=osgi.serviceloader.processor)\","
                                + "osgi.serviceloader;filter:=\"(osgi.serviceloader=words.Speaker)\"")
                .build()
                .deploy(site.code("speaks"), "speaks.jar");
        put("speaks", "speaker.jar", PlainJar.of(speaker));
        site.log()
                .awaitAll(
                        "waiting speaks/speaks.jar",
                        ": requires osgi.serviceloader words.Speaker, which nothing provides: put a jar with a provider of it beside");
        put(
                "speaks",
                "loud.jar",
                PlainJar.of(loud).against(speaker).entry("META-INF/services/words.Speaker", "loud.Loud"));

        assertAnswer("speaks", "LOUD");
    }

    @Test
    void jarsWithinAPlainJar_areOnItsClassPath() throws Exception {
        put(
                "nested",
                "whole.jar",
                new PlainJar()
                        .entry(
                                "lib/words.jar",
                                PlainJar.text("words", "from within").build().bytes()));
        serve("nested", "words.Text.text()", WORDS);

        assertAnswer("nested", "from within");
    }

    @Test
    void copyOfTheRuntimesPackages_isNotUsed_andTold() throws Exception {
        FunctionSource mine = new FunctionSource("org.slf4j.Logger", "package org.slf4j; public class Logger {}");
        FunctionSource words = FunctionSource.text("words", "String.valueOf(org.slf4j.Logger.class.isInterface())");
        put("copied", "slf4j-copy-1.7.jar", PlainJar.of(mine));
        put("copied", "words.jar", PlainJar.of(words));
        serve("copied", "words.Text.text()", WORDS);

        assertAnswer("copied", "true");
        site.log()
                .awaitAll(
                        "deployed copied/slf4j-copy-1.7.jar (slf4j-copy 1.7.0)",
                        "in place of its own packages, it uses org.slf4j of the runtime");
        site.operator()
                .explain(
                        "slf4j-copy-1.7.jar",
                        "(slf4j-copy 1.7.0) is active",
                        "is a jar without OSGi headers",
                        "it uses org.slf4j of the runtime");
        site.operator().explain("copied/words.jar", "is active", "is used by it.copied");
    }

    @Test
    void packageThatABundleKeepsToItself_isTold_toAPlainJarThatUsesIt() throws Exception {
        FunctionSource inner = FunctionSource.text("inner", "\"\"");
        FunctionJar.bundle("it.hidden")
                .version("1.0.0")
                .source(inner)
                .build()
                .deploy(site.code("hidden"), "bundle.jar");
        site.log().await("deployed hidden/bundle.jar");
        put(
                "hidden",
                "words.jar",
                PlainJar.of(FunctionSource.text("words", "inner.Text.text()")).against(inner));

        site.log()
                .awaitAll(
                        "deployed hidden/words.jar",
                        "it uses inner, which it.hidden 1.0.0 has and does not export:"
                                + " carry both in the function's bundle");
    }

    @Test
    void functionWhoseBuildLacksBnd_isRejected_andSaidWhy() throws Exception {
        FunctionSource function = FunctionSource.handler("forgetful", "forgetful", "return event;");
        put("forgetful", "forgetful.jar", PlainJar.of(function));

        site.log()
                .awaitAll(
                        "rejected forgetful/forgetful.jar",
                        "although forgetful.Function_forgetful implements io.funclet.api.FunctionHandler",
                        "its build lacks bnd");
        site.operator().awaitExplanation("forgetful.jar", "is rejected", "its build lacks bnd");
    }
}
