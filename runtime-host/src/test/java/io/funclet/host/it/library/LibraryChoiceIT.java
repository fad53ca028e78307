package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Libraries that come and go beside those who could use them. */
@Embedded
class LibraryChoiceIT {

    private static final FunctionSource WORDS = FunctionSource.text("words", "\"compiled\"");
    private static final String WORD = "words.Text.text()";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
            "optional", List.of("frugal"),
            "higher", List.of("ready", "bound"),
            "deleted", List.of("faithful")));

    private static FunctionJar.Bundle library(String symbolicName, String version) {
        return FunctionJar.bundle(symbolicName)
                .version(version)
                .source(FunctionSource.text("words", "\"" + version + "\""))
                .header("Export-Package", "words;version=\"" + version + "\"");
    }

    @Test
    void functionWithAnOptionalImport_usesThePackage_asSoonAsSomebodyExportsIt() throws Exception {
        try (UpdatedGroup group = site.group("optional")) {
            TracedComponent frugal =
                    TracedComponent.function("frugal", "word()").members("""
                    private static String word() {
                        try {
                            return words.Text.text();
                        } catch (NoClassDefFoundError nobodyExportsIt) {
                            return "none";
                        }
                    }
                    """);
            group.put(
                    "fn.jar",
                    group.bundle("frugal", "5.0.0", frugal)
                            .against(WORDS)
                            .header("Import-Package", "words;resolution:=optional,*"));
            group.begin().awaitAll("none");
            for (String version : List.of("1.0.0", "1.0.1")) {
                group.put("library.jar", library("it.optional.words", version));
                group.awaitAll(version);
            }
            group.end();
            group.assertSaw("frugal", "none", "1.0.0", "1.0.1");
        }
    }

    @Test
    void higherVersionOfALibraryInAFileOfItsOwn_getsTheUsersWhoseRangeAllowsIt_untilItIsDeleted() throws Exception {
        try (UpdatedGroup group = site.group("higher")) {
            group.put("lib-1.jar", library("it.higher.words", "1.0.0"));
            group.put("ready.jar", importing("[1,2)", group.function("ready", "5.0.0", WORD)));
            group.put("bound.jar", importing("[1,1.1)", group.function("bound", "5.0.0", WORD)));
            group.begin().awaitAll("1.0.0");
            group.put("lib-2.jar", library("it.higher.words", "1.1.0"));
            group.await("ready", "1.1.0");
            group.delete("lib-2.jar");
            group.await("ready", "1.0.0");
            group.end();
            group.assertSaw("ready", "1.0.0", "1.1.0", "1.0.0");
            group.assertSaw("bound", "1.0.0");
        }
    }

    private static FunctionJar.Bundle importing(String range, FunctionJar.Bundle user) {
        return user.against(WORDS).header("Import-Package", "words;version=\"" + range + "\",*");
    }

    @Test
    void libraryThatIsDeletedWhileUsed_staysAsLongAsItsUser() throws Exception {
        try (UpdatedGroup group = site.group("deleted")) {
            group.put("library.jar", library("it.deleted.words", "1.0.0"));
            group.put("fn.jar", group.function("faithful", "5.0.0", WORD).against(WORDS));
            group.begin().awaitAll("1.0.0");
            group.delete("library.jar");
            site.log().awaitAll("it.deleted.words 1.0.0", "stays installed as long as others use it");
            group.awaitResponses(5);
            group.endCalls("faithful");
            assertEquals(0, site.log().count("it.deleted.words 1.0.0 (deleted/library.jar) is removed"));
            group.delete("fn.jar");
            site.log().awaitAll("it.deleted.words 1.0.0", "is removed: no bundle uses it any more");
            group.end();
            group.assertSaw("faithful", "1.0.0");
        }
    }
}
