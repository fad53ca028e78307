package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that fail in every way: their callers get one line, the log the rest, and the others go on. */
class FunctionFaultsIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
                    "code",
                    List.of(
                            "throws",
                            "refuses",
                            "asserts",
                            "overflows",
                            "exhausts",
                            "mute",
                            "long-winded",
                            "cursed",
                            "rejects-cursed",
                            "exits",
                            "halts",
                            "exits-by-reference",
                            "sees",
                            "leaves-interrupted",
                            "well")))
            .before(site -> {
                FunctionJar.bundle("it.functionfaults")
                        .version("1.0.0")
                        .function(
                                "throws",
                                "throw new IllegalStateException(\"first line\\r\\nsecond\\tline\\u2028third\");")
                        .function("refuses", "throw new FunctionException(\"no such device: \" + event.text());")
                        .function("asserts", "throw new AssertionError(\"broken invariant\");")
                        .function("overflows", "return handle(event, context);")
                        .function("exhausts", "return Payload.of(new byte[Integer.MAX_VALUE]);")
                        .function("mute", "throw new RuntimeException();")
                        .function("long-winded", "throw new RuntimeException(\"Grüße ☃ \" + \"€x\".repeat(50_000));")
                        .function("cursed", """
                        throw new RuntimeException() {
                            @Override public String getMessage() {
                                throw new IllegalStateException("no message for you");
                            }
                        };
                        """)
                        .function("rejects-cursed", """
                        throw new FunctionException("text") {
                            @Override public String getMessage() {
                                return null;
                            }
                        };
                        """)
                        .function("exits", "System.exit(3); return null;")
                        .function("halts", "Runtime.getRuntime().halt(4); return null;")
                        .function(
                                "exits-by-reference",
                                "java.util.function.IntConsumer exit = System::exit; exit.accept(5); return null;")
                        .function("sees", """
                        try {
                            return Payload.of(Class.forName(event.text()).getName());
                        } catch (ClassNotFoundException e) {
                            return Payload.of("nothing");
                        }
                        """)
                        .function("leaves-interrupted", "Thread.currentThread().interrupt(); return event;")
                        .function(
                                "well",
                                "return Payload.of(\"well, interrupted=\" + Thread.currentThread().isInterrupted());")
                        .build()
                        .deploy(site.code("code"), "functionfaults.jar");
            });

    @AfterEach
    void theProcessAndTheOtherFunctionsGoOn() {
        assertEquals("well, interrupted=false", site.callers().call("well", ""));
        assertTrue(site.runtime().isAlive());
    }

    @Test
    void exception_reachesTheCallerAsOneLine_andTheLogWithItsStack() throws Exception {
        Status status = site.callers().failure("throws", "");

        assertEquals(Code.UNKNOWN, status.getCode());
        assertEquals(
                "function throws failed: IllegalStateException: first line second line third", status.getDescription());
        site.log().await("first line second line third");
        site.log().await("at it.functionfaults.Function_throws.handle");
    }

    @Test
    void functionException_isAFailedPrecondition_withItsAuthorsMessage() throws Exception {
        Status status = site.callers().failure("refuses", "pump\n7");

        assertEquals(Code.FAILED_PRECONDITION, status.getCode());
        assertEquals("function refuses: no such device: pump 7", status.getDescription());
        // A rejection is no defect: it is in this log because the level is debug.
        site.log().await("a rejection", line -> line.contains("no such device") && line.contains(" DEBUG "));
    }

    @Test
    void error_isInternal() {
        Status status = site.callers().failure("asserts", "");

        assertEquals(Code.INTERNAL, status.getCode());
        assertEquals("function asserts failed: AssertionError: broken invariant", status.getDescription());
    }

    @Test
    void stackOverflow_isInternal() {
        Status status = site.callers().failure("overflows", "");

        assertEquals(Code.INTERNAL, status.getCode());
        assertEquals("function overflows failed: StackOverflowError", status.getDescription());
    }

    @Test
    void memoryThatIsNotThere_isInternal() {
        Status status = site.callers().failure("exhausts", "");

        assertEquals(Code.INTERNAL, status.getCode());
        assertTrue(
                status.getDescription().startsWith("function exhausts failed: OutOfMemoryError"),
                status::getDescription);
    }

    @Test
    void exceptionWithoutMessage_isToldByItsName() {
        assertEquals(
                "function mute failed: RuntimeException",
                site.callers().failure("mute", "").getDescription());
    }

    @Test
    void hugeMessage_isCut_andKeepsItsLetters() {
        Status status = site.callers().failure("long-winded", "");

        assertEquals(Code.UNKNOWN, status.getCode());
        assertTrue(
                status.getDescription().startsWith("function long-winded failed: RuntimeException: Grüße ☃ €x€x"),
                status::getDescription);
        assertTrue(status.getDescription().length() < 2000, status::getDescription);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursed", "rejects-cursed"})
    void exceptionThatCannotSayItsMessage_failsItsCallAtOnceAllTheSame(String function) {
        Status status = site.callers().failure(function, "");

        assertTrue(status.getCode() == Code.UNKNOWN || status.getCode() == Code.FAILED_PRECONDITION, status::toString);
        assertTrue(status.getDescription().contains(function), status::getDescription);
    }

    @ParameterizedTest
    @CsvSource({"exits, System.exit(3)", "halts, Runtime.halt(4)", "exits-by-reference, System.exit(5)"})
    void endOfTheProcess_isVetoed_inPlainWords(String function, String what) {
        assertEquals(
                "function " + function + " failed: SecurityException: a function must not end the process: " + what,
                site.callers().failure(function, "").getDescription());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.grpc.Server",
                "io.funclet.host.Main",
                "io.funclet.host.call.endpoint.CurrentCall",
                "com.google.protobuf.Message",
                "com.google.gson.Gson",
                "org.apache.felix.framework.Felix"
            })
    void classOfTheRuntime_cannotBeSeen(String className) {
        assertEquals("nothing", site.callers().call("sees", className));
    }

    @Test
    void classesOfTheApi_canBeSeen() {
        assertEquals("io.funclet.api.Payload", site.callers().call("sees", "io.funclet.api.Payload"));
    }

    @Test
    void interruptionThatAFunctionLeavesBehind_doesNotReachTheNextCall() {
        for (int i = 0; i < 10; i++) {
            assertEquals("event", site.callers().call("leaves-interrupted", "event"));
            assertEquals("well, interrupted=false", site.callers().call("well", ""));
        }
    }

    @Test
    void failures_areNoEventOfTheProcess() {
        assertFalse(site.callers().failure("throws", "").isOk());
        assertEquals(List.of(), site.runtime().out());
        assertEquals(List.of(), site.runtime().err());
    }
}
