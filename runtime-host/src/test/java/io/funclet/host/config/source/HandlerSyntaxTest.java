package io.funclet.host.config.source;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.config.InvalidConfigException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.VersionRange;

/** Pins, as the configuration takes them: never what the framework would reject later. */
class HandlerSyntaxTest {

    private static String problem(String handler) {
        ConfigProblems problems = new ConfigProblems("test");
        HandlerSyntax.check("handler", handler, problems);
        return problems.count() == 0
                ? ""
                : assertThrows(InvalidConfigException.class, () -> InvalidConfigException.throwIfAny(problems, null))
                        .problems()
                        .get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f@1",
                "f@1.0",
                "f@1.2.3.rc-1_A",
                "f@[1.0,2.0)",
                "f@[1, 2)",
                "f@ (1.0,1.0.0.a] ",
                "f@[1,1]",
                "f@[1,01]"
            })
    void rangesOfVersions_areTaken(String handler) {
        assertEquals("", problem(handler));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            f@                | no range
            f@latest          | no range
            f@1.              | no range
            f@1..2            | no range
            f@+1              | no range
            f@-1              | no range
            f@1.2.3.4.5       | no range
            f@1.0@2.0         | no range
            f@2147483648      | no range
            f@[1,2            | no range
            f@[1,2))          | no range
            f@[1,2,3)         | no range
            f@[1)             | no range
            f@[,]             | no range
            f@[               | no range
            @1.0              | names no function
            f@[2.0,1.0)       | no version is in
            f@[1.0,1.0)       | no version is in
            f@(1.0,1.0.0]     | no version is in
            f@[1.0.0.b,1.0.0.a] | no version is in
            """)
    void whatIsNone_isRejected_withTheHandlerAndTheReason(String handler, String reason) {
        String problem = problem(handler);

        assertTrue(problem.startsWith("handler: \"" + handler + "\" "), problem);
        assertTrue(problem.contains(reason), problem);
    }

    @Test
    void whatIsTaken_isARangeToTheFramework_withAVersionInIt() {
        Random random = new Random(1);
        String letters = "[(]),.019a- ";
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder range = new StringBuilder();
            for (int length = random.nextInt(9); length >= 0; length--) {
                range.append(letters.charAt(random.nextInt(letters.length())));
            }
            if (problem("f@" + range).isEmpty()) {
                taken++;
                VersionRange parsed = assertDoesNotThrow(() -> new VersionRange(range.toString()), range::toString);
                assertFalse(parsed.isEmpty(), range::toString);
            }
        }
        assertTrue(taken > 100, "ranges that were taken: " + taken);
    }
}
