package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.Operator.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is said of files that serve beside others, go, have gone, or are none; and what {@code ps} shows of them. */
class ExplainFileIT extends OperatedRuntime {

    ExplainFileIT() {
        super(handlers());
    }

    private static Map<String, String> handlers() {
        Map<String, String> handlers = new LinkedHashMap<>();
        for (String name : List.of("ranked", "doubled", "draining", "library", "other", "absent", "bad")) {
            handlers.put(name, name);
        }
        return handlers;
    }

    private void assertTable(String row) throws Exception {
        Said table = operator.run("ps");
        assertEquals(0, table.status(), table::toString);
        assertTrue(table.out().lines().anyMatch(line -> line.matches(row)), () -> "no " + row + " in " + table.out());
    }

    @Test
    void fileThatIsNotLookedAt_isToldWhy() throws Exception {
        Path code = workspace.code("other");
        Path deep = Files.createDirectories(code.resolve("deep"));
        FunctionJar jar = function("it.unseen", "unseen").build();
        jar.deploy(code, ".unseen.jar");
        jar.deploy(code, "unseen.zip");
        jar.deploy(deep, "unseen.jar");

        explain(".unseen.jar", "is not looked at", "it begins with a dot");
        explain("unseen.zip", "is not looked at", "it is not called *.jar");
        explain("deep/unseen.jar", "is not looked at", "it is in a subdirectory");
    }

    @Test
    void fileThatHasGone_isToldHow() throws Exception {
        deploy(function("it.gone", "gone"), "other", "gone.jar");
        workspace.log().await("deployed other/gone.jar");
        Files.delete(workspace.code("other").resolve("gone.jar"));
        workspace.log().await("removed other/gone.jar");

        operator.awaitExplanation("gone.jar", "there is no gone.jar any more", "removed other/gone.jar (it.gone ");
    }

    @Test
    void bundleOfALowerRanking_isToldOfTheHigherOne() throws Exception {
        deploy(function("it.low", "ranked"), "ranked", "low.jar");
        workspace.awaitServing("ranked");
        deploy(FunctionJar.bundle("it.high").source(new FunctionSource("it.high.Fn", """
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
        workspace.log().await("deployed ranked/high.jar");

        explain("ranked", "is served by it.high", "it.low", "with the higher service.ranking: 7 against 0");
        explain("low.jar", "stands by", "ranked not: it.high", "with the higher service.ranking: 7 against 0");
        assertEquals(0, explain("high.jar", "is serving", "serves ranked").status());
        assertTable("low\\.jar +it\\.low 0\\.0\\.0 +standby .* deployed.*");
    }

    @Test
    void lowerVersionOfABundle_isToldOfTheHigherOne() throws Exception {
        deploy(function("it.doubled", "doubled").version("1.0.0"), "doubled", "one.jar");
        workspace.awaitServing("doubled");
        deploy(function("it.doubled", "doubled").version("1.1.0"), "doubled", "two.jar");
        workspace.log().await("deployed doubled/two.jar");

        explain("one.jar", "stands by", "doubled not: it.doubled 1.1.0 (two.jar) serves: the higher version");
    }

    @Test
    void versionThatCallsRunOn_isOnItsWayOut_untilTheyEnd() throws Exception {
        deploy(FunctionJar.bundle("it.draining").function("draining", Gate.HANDLER), "draining", "draining.jar");
        workspace.awaitServing("draining");
        Gate gate = Gate.in(workspace.path());
        try (Callers callers = Callers.of(workspace.port())) {
            Future<byte[]> call = callers.begin("draining", gate.event(), Await.LONG);
            gate.awaitEntered();
            assertTable("draining +0\\.0\\.0 +0 +0 +- +- +1/\\d+ +0 +draining\\.jar");
            deploy(function("it.draining", "draining").version("2.0.0"), "draining", "draining.jar");
            workspace.log().await("updated draining/draining.jar");

            explain("draining.jar", "is serving", "it.draining 0.0.0 is on its way out: 1 calls run on it");
            assertTable("draining\\.jar +it\\.draining 0\\.0\\.0 +leaving +- +1 call runs on it");

            gate.open();
            assertEquals("passed", Callers.payload(call));
        }
    }

    @Test
    void library_namesItsUsers() throws Exception {
        FunctionSource words = FunctionSource.text("library.words", "\"\"");
        deploy(
                FunctionJar.bundle("it.library")
                        .version("1.0.0")
                        .source(words)
                        .header("Export-Package", "library.words;version=\"1.0\""),
                "library",
                "words.jar");
        workspace.log().await("deployed library/words.jar");
        deploy(
                FunctionJar.bundle("it.reader")
                        .against(words)
                        .function("library", "return Payload.of(library.words.Text.text());"),
                "library",
                "reader.jar");
        workspace.awaitServing("library");

        Said said = explain("words.jar", "is active, and offers no function", "is used by it.reader");
        assertEquals(0, said.status(), said::toString);
    }

    @Test
    void table_showsWhatIsAbsent_andWhyAJarIsNotTaken() throws Exception {
        BadJar.TRUNCATED.of("bad").deploy(workspace.code("bad"), "bad.jar");
        workspace.log().await("refused bad/bad.jar");

        assertTable("absent +absent +0 +0 +- +- +0 +0 +- .*");
        assertTable("bad\\.jar +- +refused .* refused .*zip.*");
    }
}
