package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.CheckedJars;
import io.funclet.host.it.runtime.Operator.Said;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is said of a jar without OSGi headers before it is deployed, and of those who use it. */
class CheckPlainJarIT extends CheckedJars {

    private static final FunctionSource WORDS = FunctionSource.text("words", "\"\"");

    private static FunctionJar user() {
        return FunctionJar.bundle("it.user")
                .against(WORDS)
                .function("user", "return Payload.of(words.Text.text());")
                .build();
    }

    @Test
    void plainJar_wouldBeServed_andIsFoundByFunctions() throws Exception {
        Path words = PlainJar.text("words", "1.0.0").build().deploy(directory, "words.jar");
        Said said = check(words);
        assertEquals(0, said.status(), said::toString);
        assertTrue(said.names("words 1.0.0", "would be taken", "served as a library"), said::toString);

        PlainJar.text("words", "1.0.0").build().deploy(code, "words.jar");
        PlainJar.text("other", "1.0.0").build().deploy(code, "other.jar");
        Said found = check(user().deploy(directory, "user.jar"), "--with", code.toString());
        assertEquals(0, found.status(), found::toString);
        assertTrue(found.names("imports package words", "of funclet.plain-jars"), found::toString);
    }

    @Test
    void plainJarWithoutWhatAUserNeeds_wouldWait() throws Exception {
        PlainJar.text("words", "1.0.0").build().deploy(code, "words.jar");
        user().deploy(code, "user.jar");

        Path worse = PlainJar.text("elsewhere", "1.0.1").build().deploy(directory, "words.jar");
        Said kept = check(worse, "--with", code.toString());
        assertEquals(1, kept.status(), kept::toString);
        assertTrue(
                kept.names("would wait", "takes the place of", "it.user", "does not resolve beside it"),
                kept::toString);

        Path better = PlainJar.text("words", "1.0.2").build().deploy(directory, "words.jar");
        assertEquals(0, check(better, "--with", code.toString()).status());
    }

    @Test
    void functionWhoseBuildLacksBnd_wouldBeRejected() throws Exception {
        Path function = PlainJar.of(FunctionSource.handler("plain", "plain", "return event;"))
                .build()
                .deploy(directory, "plain.jar");

        Said said = check(function);
        assertEquals(1, said.status(), said::toString);
        assertTrue(said.names("would be rejected", "its build lacks bnd"), said::toString);
    }
}
