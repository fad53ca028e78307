package io.funclet.host.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.CheckedJars;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions that use a package which they import as optional, and which is not there. */
@Embedded
class AbsentPackagesIT extends CheckedJars {

    private static final String ADVICE =
            "put the jar of its library beside the function, or carry it whole, as docs/how-to/use-libraries.md shows";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("lacks", "old");

    private static FunctionJar function() {
        return FunctionJar.bundle("it.lacks")
                .against(FunctionSource.text("words", "\"\""))
                .function("lacks", "return Payload.of(words.Text.text());")
                .header("Import-Package", "io.funclet.api, *;resolution:=optional")
                .build();
    }

    @Test
    void check_explain_andTheLogOfAFailedCall_sayWhatToDo_untilTheLibraryIsThere() throws Exception {
        String absent = "class it.lacks.Function_lacks uses words, which is an optional import, and not there";
        Said before = check(function().deploy(directory, "lacks.jar"), "--with", code.toString());
        assertEquals(1, before.status(), before::toString);
        assertTrue(before.names("would be taken, but not all of it", absent, ADVICE), before::toString);

        function().deploy(site.code("lacks"), "lacks.jar");
        site.awaitServing("lacks");
        Said explained = site.operator().run("explain", "lacks");
        assertTrue(explained.names(absent, ADVICE), explained::toString);

        assertTrue(site.callers().failure("lacks", "").getDescription().contains("NoClassDefFoundError"));
        String failed =
                "it needs words.Text, which is neither in the bundle nor in a package that it imports: " + ADVICE;
        site.log().awaitAll(" ERROR ", "function lacks failed: NoClassDefFoundError", failed);
        Said after = site.operator().run("explain", "lacks");
        assertTrue(after.names("its calls fail: " + failed), after::toString);

        PlainJar words = PlainJar.text("words", "found");
        words.build().deploy(code, "words.jar");
        Said with = check(function().deploy(directory, "lacks.jar"), "--with", code.toString());
        assertEquals(0, with.status(), with::toString);
        words.build().deploy(site.code("lacks"), "words.jar");
        Await.until(
                "words",
                Await.LONG,
                () -> site.operator().run("explain", "lacks").status() == 0,
                site::log);
        assertEquals("found", site.callers().call("lacks", ""));
        assertFalse(site.operator().run("explain", "lacks").out().contains(ADVICE));
    }

    /** As Kafka's client does, which is built against SLF4J 1.7. */
    @Test
    void packagesOfSlf4j_areThoseOfVersion1_too() throws Exception {
        FunctionJar.bundle("it.old")
                .function(
                        "old",
                        "return Payload.of(org.slf4j.spi.LocationAwareLogger.class.getSimpleName()"
                                + " + org.slf4j.event.Level.INFO);")
                .header("Import-Package", "io.funclet.api, org.slf4j.*;version=\"[1.7,2)\";resolution:=optional, *")
                .build()
                .deploy(site.code("old"), "old.jar");
        site.awaitServing("old");

        assertEquals("LocationAwareLoggerINFO", site.callers().call("old", ""));
    }
}
