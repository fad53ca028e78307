package io.funclet.host.call.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String IDS = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";
    private static final String PARENT = "00-" + IDS + "-01";

    private static String state(String sent) {
        return TraceContext.of(PARENT, sent).state();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "ff"})
    void parentOfTheKnownVersion_isTakenAsItIs(String flags) {
        String parent = "00-" + IDS + "-" + flags;

        assertEquals(parent, TraceContext.of(parent, null).parent());
    }

    @ParameterizedTest
    @CsvSource({"-00, 00", "-01, 01", "-03, 01", "-fe, 00", "-01-more, 01", "-00-, 00"})
    void parentOfALaterVersion_isReadAsFarAsItIsKnown(String rest, String flags) {
        assertEquals(
                "00-" + IDS + "-" + flags,
                TraceContext.of("cc-" + IDS + rest, null).parent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0-4bf92f3577b34da6a3ce929d0e0e47360-00f067aa0ba902b7-01",
                "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "CC-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0A",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01",
                "00-4bf92f3577b34da6a3ce929d0e0e473\u0664-00f067aa0ba902b7-01"
            })
    void malformedParent_isIgnored_andItsStateWithIt(String parent) {
        assertNull(TraceContext.of(parent, "a=b"));
    }

    @Test
    void missingParent_isNoTrace() {
        assertNull(TraceContext.of(null, "a=b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b", "rojo=00f067aa0ba902b7,tenant@congo=t61rcWkgMzE", "a=b , , c=d e", "0a-_*/@=~!"})
    void state_isTakenAsItIs(String state) {
        assertEquals(state, state(state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a", "=b", "a=", "A=b", "_a=b", "a=b=c", "a=\u00e9", "a=b\tc", "ok=1,a b=c"})
    void malformedState_isLeftOut_andTheTraceStays(String state) {
        assertEquals("", state(state));
    }

    @Test
    void stateBeyondTheLimits_isLeftOut() {
        assertEquals("", state("a".repeat(257) + "=b"));
        assertEquals("", state("a=" + "b".repeat(257)));
        assertEquals("", state(members(33)));
        assertEquals(members(32), state(members(32)));
        assertEquals("", state(null));
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
    }
}
