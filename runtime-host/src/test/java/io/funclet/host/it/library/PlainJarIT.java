package io.funclet.host.it.library;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jars without OSGi headers beside functions that use them: their updates, and the bundles that go before them. */
@Embedded
class PlainJarIT {

    private static final FunctionSource WORDS = FunctionSource.text("words", "\"compiled\"");
    private static final String WORD = "words.Text.text()";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
            "updated", List.of("user"),
            "broken", List.of("careful"),
            "bundled", List.of("chooser"),
            "turned", List.of("turner"),
            "partly", List.of("partner"),
            "mutual", List.of("middle"),
            "removed", List.of("loyal")));

    private static FunctionJar words(String version) {
        return PlainJar.text("words", version).build();
    }

    private static FunctionJar.Bundle bundleOfWords(String symbolicName, String version) {
        return FunctionJar.bundle(symbolicName)
                .version(version)
                .source(FunctionSource.text("words", "\"" + version + "\""))
                .header("Export-Package", "words;version=\"" + version + "\"");
    }

    @Test
    void updateOfAPlainJar_reachesItsUsers_andLosesNoCall() throws Exception {
        try (UpdatedGroup group = site.group("updated")) {
            group.put("user.jar", group.function("user", "5.0.0", WORD).against(WORDS));
            group.begin();
            for (String version : List.of("1.0.0", "1.0.1", "2.0.0", "1.0.0")) {
                group.put("words.jar", words(version));
                group.awaitAll(version);
            }
            site.log().awaitAll("deployed updated/words.jar (words 1.0.0)", "served as a library");
            site.log().awaitAll("updated updated/words.jar (words 2.0.0)", "served as a library");
            group.end();
            group.assertSaw("user", "1.0.0", "1.0.1", "2.0.0", "1.0.0");
        }
    }

    @Test
    void plainJarThatItsUserCannotUse_isNotServed_andTheFormerOneGoesOn() throws Exception {
        try (UpdatedGroup group = site.group("broken")) {
            group.put("words.jar", words("1.0.0"));
            group.put("other.jar", PlainJar.text("other", "1.0.0").build());
            group.put("careful.jar", group.function("careful", "5.0.0", WORD).against(WORDS));
            group.begin().awaitAll("1.0.0");
            group.put("words.jar", PlainJar.text("elsewhere", "1.0.1").build());
            site.log()
                    .awaitAll("waiting broken/words.jar (words 1.0.1)", "it.careful", "words, which no bundle exports");
            site.operator()
                    .awaitExplanation(
                            "broken/words.jar", "(words 1.0.0) is active", "words 1.0.1 is waiting", "1.0.0 goes on");
            group.put("other.jar", PlainJar.text("other", "1.0.1").build());
            site.log().awaitAll("updated broken/other.jar (other 1.0.1)");
            group.awaitResponses(5);
            group.put("words.jar", words("1.0.2"));
            group.awaitAll("1.0.2");
            group.end();
            group.assertSaw("careful", "1.0.0", "1.0.2");
        }
    }

    @Test
    void packageOfABundle_goesBeforeThatOfAPlainJar_whateverTheirVersions() throws Exception {
        try (UpdatedGroup group = site.group("bundled")) {
            group.put("words.jar", words("9.0.0"));
            group.put("chooser.jar", group.function("chooser", "5.0.0", WORD).against(WORDS));
            group.begin().awaitAll("9.0.0");
            group.put("bundle.jar", bundleOfWords("it.bundled.words", "1.0.0"));
            group.awaitAll("1.0.0");
            group.put("words.jar", words("9.0.1"));
            site.log().awaitAll("updated bundled/words.jar (words 9.0.1)", "words of it.bundled.words 1.0.0");
            group.awaitResponses(5);
            group.delete("bundle.jar");
            group.awaitAll("9.0.1");
            group.end();
            group.assertSaw("chooser", "9.0.0", "1.0.0", "9.0.1");
        }
    }

    @Test
    void packageOfWhichABundleHasAPart_hasTheClassesOfBoth_andTheBundlesFirst() throws Exception {
        FunctionSource more = new FunctionSource("words.More", """
                package words;
                public class More {
                    public static String more() {
                        return Text.text() + " and more";
                    }
                }
                """);
        try (UpdatedGroup group = site.group("partly")) {
            group.put(
                    "words.jar",
                    PlainJar.of(FunctionSource.text("words", "\"9.0.0\""), more).build());
            group.put(
                    "partner.jar",
                    group.function("partner", "5.0.0", "words.More.more()").against(more, WORDS));
            group.begin().awaitAll("9.0.0 and more");
            group.put("bundle.jar", bundleOfWords("it.partly.words", "1.0.0"));
            group.awaitAll("1.0.0 and more");
            group.put("bundle.jar", bundleOfWords("it.partly.words", "1.0.1"));
            group.awaitAll("1.0.1 and more");
            group.delete("bundle.jar");
            group.awaitAll("9.0.0 and more");
            group.end();
            group.assertSaw("partner", "9.0.0 and more", "1.0.0 and more", "1.0.1 and more", "9.0.0 and more");
        }
    }

    @Test
    void plainJarAndBundleThatNeedEachOther_stayWiredAfterUpdates_ofWhatBothHaveAPackageOf() throws Exception {
        FunctionSource middle = FunctionSource.text("middle", "bundled.Text.text()");
        FunctionSource bundled = FunctionSource.text("bundled", "words.Text.text()");
        try (UpdatedGroup group = site.group("mutual")) {
            group.put("words.jar", words("1.0.0"));
            // As the metadata of Kotlin for other platforms: a package without classes.
            group.put(
                    "middle.jar",
                    PlainJar.of(middle)
                            .against(bundled, WORDS)
                            .entry("bundled/metadata.txt", "text")
                            .header("Implementation-Version", "2.0.0")
                            .build());
            group.put(
                    "bundle.jar",
                    FunctionJar.bundle("it.mutual.bundled")
                            .source(bundled)
                            .against(WORDS)
                            .header("Export-Package", "bundled;version=\"1.0.0\""));
            group.put(
                    "user.jar",
                    group.function("middle", "5.0.0", "middle.Text.text()").against(middle, bundled, WORDS));
            site.log().awaitAll("deployed mutual/bundle.jar");
            group.begin().awaitAll("1.0.0");
            for (String version : List.of("1.0.1", "1.0.2")) {
                group.put("words.jar", words(version));
                group.awaitAll(version);
            }
            group.end();
            group.assertSaw("middle", "1.0.0", "1.0.1", "1.0.2");
        }
    }

    @Test
    void fileThatBecomesABundle_andAPlainJarAgain_losesNoCall() throws Exception {
        try (UpdatedGroup group = site.group("turned")) {
            group.put("words.jar", words("1.0.0"));
            group.put("turner.jar", group.function("turner", "5.0.0", WORD).against(WORDS));
            group.begin().awaitAll("1.0.0");
            group.put("words.jar", bundleOfWords("it.turned.words", "1.0.1"));
            group.awaitAll("1.0.1");
            group.put("words.jar", words("1.0.2"));
            group.awaitAll("1.0.2");
            group.end();
            group.assertSaw("turner", "1.0.0", "1.0.1", "1.0.2");
        }
    }

    @Test
    void plainJarThatIsDeletedWhileUsed_staysAsLongAsItsUser() throws Exception {
        try (UpdatedGroup group = site.group("removed")) {
            group.put("words.jar", words("1.0.0"));
            group.put("other.jar", PlainJar.text("other", "1.0.0").build());
            group.put("loyal.jar", group.function("loyal", "5.0.0", WORD).against(WORDS));
            group.begin().awaitAll("1.0.0");
            group.delete("words.jar");
            site.log().awaitAll("waiting removed/words.jar (words 1.0.0)", "is gone", "it.loyal");
            group.awaitResponses(5);
            group.endCalls("loyal");
            group.delete("loyal.jar");
            site.log().awaitAll("removed removed/words.jar (words 1.0.0)");
            group.delete("other.jar");
            site.log().awaitAll("removed removed/other.jar (other 1.0.0)");
            group.end();
            group.assertSaw("loyal", "1.0.0");
        }
    }
}
