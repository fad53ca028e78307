package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A library and the bundles that use it go over to the next version together, or none of them does. */
@Embedded
class ChangeSetIT {

    private static final FunctionSource WORDS = FunctionSource.text("words", "\"compiled\"");
    private static final String WORD = "words.Text.text()";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
            "choice", List.of("content", "choosy"),
            "userfirst", List.of("early"),
            "threefold", List.of("third"),
            "libraryfirst", List.of("tardy"),
            "chain", List.of("end"),
            "held", List.of("slow"),
            "twofold", List.of("both")));

    private static FunctionJar.Bundle library(String version, String packageVersion) {
        return FunctionJar.bundle("it.words")
                .version(version)
                .source(FunctionSource.text("words", "\"" + version + "\""))
                .header("Export-Package", "words;version=\"" + packageVersion + "\"");
    }

    private static FunctionJar.Bundle library(String version) {
        return library(version, "1.0");
    }

    private static FunctionJar.Bundle importing(String range, FunctionJar.Bundle user) {
        return user.against(WORDS).header("Import-Package", "words;version=\"" + range + "\",*");
    }

    @Test
    void libraryThatOneOfItsUsersDoesNotStartWith_changesNothing_alsoForTheOther() throws Exception {
        try (UpdatedGroup group = site.group("choice")) {
            group.put("library.jar", library("1.0.0"));
            group.put("content.jar", group.function("content", "5.0.0", WORD).against(WORDS));
            TracedComponent choosy = TracedComponent.function("choosy", WORD).activation("""
                    if (words.Text.text().equals("1.1.0")) {
                        throw new IllegalStateException("not with this one");
                    }
                    """);
            group.put("choosy.jar", group.bundle("choosy", "5.0.0", choosy).against(WORDS));
            group.begin().awaitAll("1.0.0");
            group.put("library.jar", library("1.1.0"));
            site.log().awaitAll("choice/library.jar", "it.choosy", "not with this one");
            group.awaitResponses(5);
            group.put("library.jar", library("1.2.0"));
            group.awaitAll("1.2.0");
            group.end();
            group.assertSaw("content", "1.0.0", "1.2.0");
            group.assertSaw("choosy", "1.0.0", "1.2.0");
            assertEquals(2, group.journal("choosy").instances(), "activations of the one that rejected");
        }
    }

    private void deployFirst(UpdatedGroup group, String name) throws Exception {
        group.put("library.jar", library("1.0.0", "1.0"));
        group.put("user.jar", user(group, name, "5.0.0", "[1,2)"));
        group.begin().awaitAll("5.0.0 1.0.0");
    }

    private static FunctionJar.Bundle user(UpdatedGroup group, String name, String version, String range) {
        return importing(range, group.function(name, version, "\"" + version + " \" + " + WORD));
    }

    @Test
    void libraryThatItsUserCannotImport_waits_andGoesOverWithTheUserThatCan() throws Exception {
        try (UpdatedGroup group = site.group("libraryfirst")) {
            deployFirst(group, "tardy");
            group.put("library.jar", library("2.0.0", "2.0"));
            site.log().awaitAll("libraryfirst/library.jar", "it.tardy", "words", "[1.0.0,2.0.0)");
            group.awaitResponses(5);
            group.put("user.jar", user(group, "tardy", "6.0.0", "[2,3)"));
            group.awaitAll("6.0.0 2.0.0");
            group.end();
            group.assertSaw("tardy", "5.0.0 1.0.0", "6.0.0 2.0.0");
        }
    }

    @Test
    void userThatTheLibraryIsTooOldFor_waits_andGoesOverWithTheLibraryThatIsNot() throws Exception {
        try (UpdatedGroup group = site.group("userfirst")) {
            deployFirst(group, "early");
            group.put("user.jar", user(group, "early", "6.0.0", "[2,3)"));
            site.log().awaitAll("userfirst/user.jar", "it.early", "words", "[2.0.0,3.0.0)");
            group.awaitResponses(5);
            group.put("library.jar", library("2.0.0", "2.0"));
            group.awaitAll("6.0.0 2.0.0");
            group.end();
            group.assertSaw("early", "5.0.0 1.0.0", "6.0.0 2.0.0");
        }
    }

    @Test
    void threeThatNeedEachOther_goOverTogether_besideOneThatCannot() throws Exception {
        try (UpdatedGroup group = site.group("threefold")) {
            FunctionSource phrases = FunctionSource.text("phrases", "\"compiled\"");
            for (int major = 1; major <= 2; major++) {
                String packages = "version=\"[" + major + "," + (major + 1) + ")\"";
                group.put("words.jar", library(major + ".0.0", major + ".0"));
                group.put(
                        "phrases.jar",
                        FunctionJar.bundle("it.phrases")
                                .version(major + ".0.0")
                                .source(FunctionSource.text("phrases", "\"" + major + "\""))
                                .header("Export-Package", "phrases;version=\"" + major + ".0\""));
                if (major == 2) {
                    site.log().awaitAll("waiting", "threefold/words.jar");
                    site.log().awaitAll("waiting", "threefold/phrases.jar");
                    group.put("lost.jar", FunctionJar.bundle("it.lost").header("Import-Package", "nowhere;version=1"));
                    site.log().awaitAll("waiting", "threefold/lost.jar");
                }
                group.put(
                        "user.jar",
                        group.function("third", major + ".0.0", WORD + " + \" \" + phrases.Text.text()")
                                .against(WORDS, phrases)
                                .header("Import-Package", "words;" + packages + ",phrases;" + packages + ",*"));
                if (major == 1) {
                    group.begin();
                }
                group.awaitAll(major + ".0.0 " + major);
            }
            group.end();
            group.assertSaw("third", "1.0.0 1", "2.0.0 2");
        }
    }

    private static FunctionJar.Bundle middle(String version) {
        return FunctionJar.bundle("it.middle")
                .version(version)
                .source(FunctionSource.text("middle", WORD + " + \"-" + version + "\""))
                .against(WORDS)
                .header("Export-Package", "middle;version=\"1.0\"");
    }

    @Test
    void libraryAtTheEndOfAChain_reachesTheFunction_andNoAnswerMixesOldAndNew() throws Exception {
        try (UpdatedGroup group = site.group("chain")) {
            group.put("library.jar", library("1.0.0"));
            group.put("middle.jar", middle("1.0.0"));
            group.put(
                    "fn.jar",
                    group.function("end", "5.0.0", WORD + " + \"/\" + middle.Text.text()")
                            .against(WORDS, FunctionSource.text("middle", "\"compiled\"")));
            group.begin().awaitAll("1.0.0/1.0.0-1.0.0");
            for (String version : List.of("1.0.1", "1.0.2", "1.0.3")) {
                group.put("library.jar", library(version));
                group.awaitAll(version + "/" + version + "-1.0.0");
            }
            group.put("middle.jar", middle("1.0.1"));
            group.awaitAll("1.0.3/1.0.3-1.0.1");
            group.end();
            group.assertSaw(
                    "end",
                    "1.0.0/1.0.0-1.0.0",
                    "1.0.1/1.0.1-1.0.0",
                    "1.0.2/1.0.2-1.0.0",
                    "1.0.3/1.0.3-1.0.0",
                    "1.0.3/1.0.3-1.0.1");
            assertEquals(5, group.journal("end").instances(), "activations, one for each change");
        }
    }

    @Test
    void functionOfTwoLibrariesThatAreReplacedAtOnce_isNeverMixed_withinACall() throws Exception {
        try (UpdatedGroup group = site.group("twofold")) {
            deployTwo(group, "1.0.0");
            group.put(
                    "fn.jar",
                    group.function("both", "5.0.0", WORD + " + \" \" + more.Text.text()")
                            .against(WORDS, FunctionSource.text("more", "\"compiled\"")));
            group.begin().awaitAll("1.0.0 1.0.0");
            deployTwo(group, "1.0.1");
            group.awaitAll("1.0.1 1.0.1");
            group.end();
            // Two files are two changes: which is noticed first, and whether together, is not promised.
            group.assertSaw("both", "1.0.0 1.0.0", "1.0.0 1.0.1", "1.0.1 1.0.0", "1.0.1 1.0.1");
        }
    }

    private static void deployTwo(UpdatedGroup group, String version) throws Exception {
        group.put("library.jar", library(version));
        group.put(
                "more.jar",
                FunctionJar.bundle("it.more")
                        .version(version)
                        .source(FunctionSource.text("more", "\"" + version + "\""))
                        .header("Export-Package", "more;version=\"1.0\""));
    }

    @Test
    void libraryUpdateWhileItsUserIsBeingReplaced_endsWithBothNew() throws Exception {
        try (UpdatedGroup group = site.group("held")) {
            Gate gate = Gate.in(site.workspace().path());
            deployFirst(group, "slow");
            group.put(
                    "user.jar",
                    user(group, "slow", "6.0.0", "[1,2)")
                            .activator(FrameworkSource.activatorAt(gate, "it.slow.Activator", "")));
            gate.awaitEntered();
            group.put("library.jar", library("1.0.1"));
            // One of the callers waits 200 ms for each: the library's change is noticed meanwhile, if only to wait.
            group.awaitResponses(3);
            gate.open();
            group.awaitAll("6.0.0 1.0.1");
            Await.until(
                    "one living instance",
                    Await.LONG,
                    () -> group.journal("slow").living() == 1,
                    () -> group.journal("slow"));
            group.end();
            group.assertSaw("slow", "5.0.0 1.0.0", "5.0.0 1.0.1", "6.0.0 1.0.0", "6.0.0 1.0.1");
        }
    }
}
