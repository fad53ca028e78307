package io.funclet.host.call.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingleLineTextTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain text,plain text",
                "'  around  ',around",
                "'a\n\tb\r\n\r\nc',a b c",
                "'a\u0000b\u0007c',a b c",
                "'a\u0085b',a b",
                "'a\u2028b\u2029c',a b c",
                "'\u4f60\u597d, caf\u00e9','\u4f60\u597d, caf\u00e9'",
                "'',''",
                "' \n ',''",
            })
    void anyText_becomesOneLineWithoutControlCharacters(String text, String line) {
        assertEquals(line, SingleLineText.of(text));
    }

    @Test
    void longText_isCutAndSaysSo() {
        String line = SingleLineText.of("x".repeat(5000));

        assertTrue(line.endsWith("x..."));
        assertEquals(1003, line.length());
        assertEquals("x".repeat(999), SingleLineText.of("x".repeat(999)));
    }

    @Test
    void textOfTheLimitsLength_isNotSaidToBeCut() {
        assertEquals("x".repeat(1000), SingleLineText.of("x".repeat(1000)));
    }

    @Test
    void cut_doesNotSplitACharacter() {
        String line = SingleLineText.of("x".repeat(999) + "\ud83d\ude00".repeat(9));

        assertFalse(Character.isHighSurrogate(line.charAt(line.length() - 4)), "half a character");
    }

    @Test
    void exceptionWithoutAMessage_isToldWithTheCauseThatItWraps() {
        Exception unplugged = new IOException("unplugged");

        assertEquals(
                "InvocationTargetException: ExceptionInInitializerError: IOException: unplugged",
                SingleLineText.kindAndMessage(
                        new InvocationTargetException(new ExceptionInInitializerError(unplugged))));
        assertEquals(
                "IllegalStateException: no sensor",
                SingleLineText.kindAndMessage(new IllegalStateException("no sensor", unplugged)));
        assertEquals("RuntimeException", SingleLineText.kindAndMessage(new RuntimeException() {}));
        assertTrue(SingleLineText.kindAndMessage(new RuntimeException() {
                    @Override
                    public Throwable getCause() {
                        return this;
                    }
                })
                .startsWith("RuntimeException: RuntimeException: "));
    }

    @Test
    void messageOfAnException_isHadWithoutHarm_whateverItThrows() {
        for (Throwable thrown : new Throwable[] {new Exception(), new AssertionError(), new IllegalStateException()}) {
            assertEquals("", SingleLineText.messageOf(new RuntimeException() {
                @Override
                public String getMessage() {
                    throw SingleLineTextTest.<RuntimeException>unchecked(thrown);
                }
            }));
        }
        assertEquals("", SingleLineText.messageOf(new Exception()));
        assertEquals("said", SingleLineText.messageOf(new Exception("said")));
    }

    @Test
    void messageThatIsThereOnlyOnce_isTakenOnce() {
        Iterator<String> messages = Arrays.asList("once", null).iterator();

        assertEquals("once", SingleLineText.messageOf(new RuntimeException() {
            @Override
            public String getMessage() {
                return messages.next();
            }
        }));
    }

    @SuppressWarnings("unchecked") // Who compiles another language than Java throws what it likes.
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
