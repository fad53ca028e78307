package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said of files that serve beside others, go, have gone, or are none; and what {@code ps} shows of them. */
class ExplainFileIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(
                    "ranked", "doubled", "draining", "library", "other", "absent", "bad", "used", "updated", "hangs")
            .environment("FUNCLET_START_TIMEOUT", "5s");

    private void assertTable(String row) throws Exception {
        Said table = site.operator().run("ps");
        assertEquals(0, table.status(), table::toString);
        assertTrue(table.out().lines().anyMatch(line -> line.matches(row)), () -> "no " + row + " in " + table.out());
    }

    @Test
    void fileThatIsNotLookedAt_isToldWhy() throws Exception {
        Path code = site.code("other");
        Path deep = Files.createDirectories(code.resolve("deep"));
        FunctionJar jar = FunctionJar.echo("it.unseen", "unseen").build();
        jar.deploy(code, ".unseen.jar");
        jar.deploy(code, "unseen.zip");
        jar.deploy(deep, "unseen.jar");

        site.operator().explain(".unseen.jar", "is not looked at", "it begins with a dot");
        site.operator().explain("unseen.zip", "is not looked at", "it is not called *.jar");
        site.operator().explain("deep/unseen.jar", "is not looked at", "it is in a subdirectory");
    }

    @Test
    void fileThatHasGone_isToldHow() throws Exception {
        site.deploy(FunctionJar.echo("it.gone", "gone"), "other", "gone.jar");
        site.log().await("deployed other/gone.jar");
        Files.delete(site.code("other").resolve("gone.jar"));
        site.log().await("removed other/gone.jar");

        site.operator()
                .awaitExplanation("gone.jar", "there is no gone.jar any more", "removed other/gone.jar (it.gone ");
    }

    @Test
    void bundleOfALowerRanking_isToldOfTheHigherOne() throws Exception {
        site.deploy(FunctionJar.echo("it.low", "ranked"), "ranked", "low.jar");
        site.awaitServing("ranked");
        site.deploy(FunctionJar.bundle("it.high").source(new FunctionSource("it.high.Fn", """
                        package it.high;

                        import io.funclet.api.*;
                        import org.osgi.service.component.annotations.*;

                        @Component(property = "service.ranking:Integer=7")
                        @FunctionName("ranked")
                        public class Fn implements FunctionHandler {
                            public Payload handle(Payload event, CallContext context) {
                                return event;
                            }
                        }
                        """)), "ranked", "high.jar");
        site.log().await("deployed ranked/high.jar");

        site.operator()
                .explain("ranked", "is served by it.high", "it.low", "with the higher service.ranking: 7 against 0");
        site.operator()
                .explain(
                        "low.jar", "on standby", "ranked not: it.high", "with the higher service.ranking: 7 against 0");
        assertEquals(
                0,
                site.operator()
                        .explain("high.jar", "is serving", "serves ranked")
                        .status());
        assertTable("low\\.jar +it\\.low 0\\.0\\.0 +standby .* deployed.*");
    }

    @Test
    void lowerVersionOfABundle_isToldOfTheHigherOne() throws Exception {
        site.deploy(FunctionJar.echo("it.doubled", "doubled").version("1.0.0"), "doubled", "one.jar");
        site.awaitServing("doubled");
        site.deploy(FunctionJar.echo("it.doubled", "doubled").version("1.1.0"), "doubled", "two.jar");
        site.log().await("deployed doubled/two.jar");

        site.operator()
                .explain("one.jar", "on standby", "doubled not: it.doubled 1.1.0 (two.jar) serves: the higher version");
    }

    @Test
    void versionThatCallsRunOn_isOnItsWayOut_untilTheyEnd() throws Exception {
        site.deploy(FunctionJar.bundle("it.draining").function("draining", Gate.HANDLER), "draining", "draining.jar");
        site.awaitServing("draining");
        Gate gate = Gate.in(site.path());
        try (Callers callers = Callers.of(site.port())) {
            Future<byte[]> call = callers.begin("draining", gate.event(), Await.LONG);
            gate.awaitEntered();
            assertTable("draining +0\\.0\\.0 +0 +0 +- +- +1/\\d+ +0 +draining\\.jar");
            site.deploy(FunctionJar.echo("it.draining", "draining").version("2.0.0"), "draining", "draining.jar");
            site.log().await("updated draining/draining.jar");

            site.operator().explain("draining.jar", "is serving", "it.draining 0.0.0 is draining: 1 calls run on it");
            assertTable("draining\\.jar +it\\.draining 0\\.0\\.0 +draining +- +1 call runs on it");

            gate.open();
            assertEquals("passed", Callers.payload(call));
        }
    }

    @Test
    void library_namesItsUsers() throws Exception {
        FunctionSource words = FunctionSource.text("library.words", "\"\"");
        site.deploy(
                FunctionJar.bundle("it.library")
                        .version("1.0.0")
                        .source(words)
                        .header("Export-Package", "library.words;version=\"1.0\""),
                "library",
                "words.jar");
        site.log().await("deployed library/words.jar");
        site.deploy(
                FunctionJar.bundle("it.reader")
                        .against(words)
                        .function("library", "return Payload.of(library.words.Text.text());"),
                "library",
                "reader.jar");
        site.awaitServing("library");

        Said said = site.operator().explain("words.jar", "is active, and offers no function", "is used by it.reader");
        assertEquals(0, said.status(), said::toString);
    }

    @Test
    void table_showsWhatIsAbsent_andWhyAJarIsNotTaken() throws Exception {
        BadJar.TRUNCATED.of("bad").deploy(site.code("bad"), "bad.jar");
        site.log().await("rejected bad/bad.jar");

        assertTable("absent +absent +0 +0 +- +- +0 +0 +- .*");
        assertTable("bad\\.jar +- +rejected .* rejected .*zip.*");
    }

    @Test
    void updateOfALibrary_namesTheUserThatKeepsItOut() throws Exception {
        FunctionSource words = FunctionSource.text("used.words", "\"\"");
        FunctionJar.Bundle library =
                FunctionJar.bundle("it.words").version("1.0.0").source(words);
        site.deploy(library.header("Export-Package", "used.words;version=\"1.0\""), "used", "vocabulary.jar");
        site.log().await("deployed used/vocabulary.jar");
        site.deploy(
                FunctionJar.bundle("it.used")
                        .against(words)
                        .function("used", "return Payload.of(used.words.Text.text());")
                        .header("Import-Package", "used.words;version=\"[1.0,2)\",*"),
                "used",
                "used.jar");
        site.awaitServing("used");
        FunctionJar.Bundle next =
                FunctionJar.bundle("it.words").version("2.0.0").source(words);
        site.deploy(next.header("Export-Package", "used.words;version=\"2.0\""), "used", "vocabulary.jar");
        site.log().await("waiting used/vocabulary.jar");

        site.operator()
                .explain(
                        "vocabulary.jar",
                        "it.words 2.0.0 is waiting, and 1.0.0 goes on",
                        "is used by it.used",
                        "used.words");
        site.operator().explain("vocabulary.jar", "is used by it.used");
        assertEquals(0, site.operator().run("explain", "used").status());
    }

    @Test
    void updateThatIsRejected_isExplainedBesideWhatGoesOn() throws Exception {
        BadJar.good("updated", "good").deploy(site.code("updated"), "updated.jar");
        site.awaitServing("updated");
        BadJar.COMPONENT_THROWS.of("updated").deploy(site.code("updated"), "updated.jar");
        site.log().await("rejected updated/updated.jar");

        Said said = site.operator()
                .explain("updated", "is served by it.updated", "is rejected, and", "the component says no");
        assertEquals(1, said.status());
    }

    @Test
    void startThatHangs_isShownWithItsStack_untilItIsRejected() throws Exception {
        Path file = BadJar.COMPONENT_HANGS.of("hangs").deploy(site.code("hangs"), "hangs.jar");

        site.operator().awaitExplanation(file.toString(), "its start has not returned yet", "at ");
        site.log().await("rejected hangs/hangs.jar");
        site.operator().explain("hangs.jar", "rejected", "hangs");
    }
}
