package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.CheckedJars;
import io.funclet.host.it.runtime.Operator.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is said of a jar before it is deployed beside others. */
class CheckBesideOthersIT extends CheckedJars {

    private static final FunctionSource WORDS = FunctionSource.text("words", "\"\"");

    @Test
    void library_isFoundInTheDirectory_andItsUsersKeepOutAVersionThatTheyDoNotTake() throws Exception {
        Path user = FunctionJar.bundle("it.user")
                .against(WORDS)
                .function("user", "return Payload.of(words.Text.text());")
                .header("Import-Package", "words;version=\"[1.0,2)\",*")
                .build()
                .deploy(directory, "user.jar");
        assertEquals(1, check(user).status());
        library("1.0").deploy(code, "library.jar");

        Said found = check(user, "--with", code.toString());
        assertEquals(0, found.status(), found::toString);
        assertTrue(found.names("imports package words [1.0", "of it.words"), found::toString);

        Files.move(user, code.resolve("user.jar"));
        Said kept = check(library("2.0").deploy(directory, "library.jar"), "--with", code.toString());
        assertEquals(1, kept.status(), kept::toString);
        assertTrue(kept.names("takes the place of", "it.user", "does not resolve beside it", "words"), kept::toString);
        assertEquals(
                0,
                check(library("1.1").deploy(directory, "library.jar"), "--with", code.toString())
                        .status());
    }

    private static FunctionJar library(String version) {
        return FunctionJar.bundle("it.words")
                .version(version + ".0")
                .source(WORDS)
                .header("Export-Package", "words;version=\"" + version + "\"")
                .build();
    }

    @Test
    void packageThatWouldBeSeenTwice_isNamed_withBothOfWhomItIs() throws Exception {
        for (String version : new String[] {"1.0", "2.0"}) {
            FunctionJar.bundle("it.words" + version.charAt(0))
                    .source(WORDS)
                    .header("Export-Package", "words;version=\"" + version + "\"")
                    .build()
                    .deploy(code, "words-" + version + ".jar");
        }
        FunctionJar.bundle("it.between")
                .source(FunctionSource.text("between", "\"\""))
                .header("Export-Package", "between;version=1.0;uses:=words")
                .header("Import-Package", "words;version=\"[1.0,2)\",*")
                .build()
                .deploy(code, "between.jar");
        Path user = FunctionJar.bundle("it.user")
                .function("user", "return event;")
                .header("Import-Package", "words;version=\"[2.0,3)\",between,*")
                .build()
                .deploy(directory, "user.jar");

        Said said = check(user, "--with", code.toString());

        assertEquals(1, said.status(), said::toString);
        assertTrue(
                said.names("would wait", "would get package words from it.words2 and, by way of what else it imports,"),
                said::toString);
    }

    @Test
    void fragmentWithAFunction_isTaken_whoseClassItsHostLoads() throws Exception {
        library("1.0").deploy(code, "library.jar");
        Path fragment = FunctionJar.bundle("it.fragment")
                .function("fragment", "return event;")
                .header("Fragment-Host", "it.words")
                .build()
                .deploy(directory, "fragment.jar");

        Said said = check(fragment, "--with", code.toString());

        assertEquals(0, said.status(), said::toString);
        assertTrue(said.names("fragment.jar) would be taken", "brings function fragment"), said::toString);
    }

    @Test
    void jarsThatDidNotResolveBefore_areNotHeldAgainstTheOneThatComes() throws Exception {
        FunctionJar.bundle("it.broken")
                .function("broken", "return event;")
                .header("Import-Package", "com.example.absent,*")
                .build()
                .deploy(code, "broken.jar");
        FunctionJar good =
                FunctionJar.bundle("it.good").function("good", "return event;").build();
        good.deploy(code, "good.jar");

        Said said = check(good.deploy(directory, "good.jar"), "--with", code.toString());

        assertEquals(0, said.status(), said::toString);
        assertTrue(said.names("good.jar) would be taken", "takes the place of"), said::toString);
        assertFalse(said.out().contains("broken"), said::toString);
    }

    @Test
    void jarOfABundleThatIsThereUnderAnotherName_isSaidToStayBesideIt() throws Exception {
        FunctionJar.bundle("it.thermo")
                .version("1.0.0")
                .function("thermo", "return event;")
                .build()
                .deploy(code, "thermo.jar");
        Path built = FunctionJar.bundle("it.thermo")
                .version("1.1.0")
                .function("thermo", "return event;")
                .build()
                .deploy(directory, "thermo-1.1.0.jar");

        Said said = check(built, "--with", code.toString());

        assertTrue(
                said.names(
                        "thermo.jar is the same bundle, 1.0.0, and stays beside it; it is replaced only under its own"),
                said::toString);
        assertFalse(said.out().contains("java.lang"), said::toString);
    }
}
