package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionException;
import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import io.funclet.host.call.Calls.Outcome;
import io.funclet.host.call.endpoint.CurrentCall;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.endpoint.Invocation;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.permit.EventLoopUse;
import io.funclet.host.config.RequestedLimits;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Walk 1 without the wire: one worker, so that what a call leaves behind on its thread meets the next one. */
class InvokerTest extends InvokedCalls {

    @Test
    void answer_isThePayloadOfTheFunction() throws Exception {
        serve((event, context) -> Payload.of(event.text() + " of " + context.functionName() + " "
                + context.functionVersion() + " " + context.env()));

        assertNotNull(invoker(LONG).invoke(Calls.to("f"), UNSAID, response));

        assertEquals(new Outcome(null, "event of f 1.0.0 {KEY=value}"), response.next());
    }

    @Test
    void nullResponse_isAnEmptyPayload() throws Exception {
        serve((event, context) -> null);

        invoker(LONG).invoke(Calls.to("f"), UNSAID, response);

        assertEquals(new Outcome(null, ""), response.next());
    }

    @Test
    void answeredCall_leavesNoTimerBehind() throws Exception {
        serve((event, context) -> event);
        Invoker invoker = invoker(LONG);
        for (int i = 0; i < 100; i++) {
            invoker.invoke(Calls.to("f"), UNSAID, response);
            assertNull(response.next().failure());
        }
        assertTrue(invoker.awaitIdle(LONG));
        assertTrue(timers.getQueue().size() <= 1, () -> timers.getQueue().size() + " timers");
    }

    static Stream<Arguments> throwables() {
        return Stream.of(
                thrown(new FunctionException("no such device"), CallFailure.REFUSED, "function f: no such device"),
                thrown(
                        new IllegalStateException("broken\nin two"),
                        CallFailure.FUNCTION_FAILED,
                        "function f failed: IllegalStateException: broken in two"),
                thrown(new Exception(), CallFailure.FUNCTION_FAILED, "function f failed: Exception"),
                thrown(
                        new InterruptedException("own"),
                        CallFailure.FUNCTION_FAILED,
                        "function f failed: InterruptedException: own"),
                thrown(new StackOverflowError(), CallFailure.FUNCTION_BROKEN, "function f failed: StackOverflowError"),
                thrown(
                        new NoClassDefFoundError("a/B"),
                        CallFailure.FUNCTION_BROKEN,
                        "function f failed: NoClassDefFoundError: a/B"),
                thrown(
                        new OutOfMemoryError("Java heap space"),
                        CallFailure.FUNCTION_BROKEN,
                        "function f failed: OutOfMemoryError: Java heap space"),
                thrown(new Throwable("bare"), CallFailure.FUNCTION_FAILED, "function f failed: Throwable: bare"),
                thrown(new Speechless(), CallFailure.FUNCTION_FAILED, "function f failed: Speechless"));
    }

    private static Arguments thrown(Throwable thrown, CallFailure failure, String line) {
        return Arguments.of(thrown, new Outcome(failure, line));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverIsThrown_isOneLineForTheCallerAndHarmlessForTheNextCall(Throwable thrown, Outcome expected)
            throws Exception {
        serve((event, context) -> InvokerTest.<RuntimeException>sneak(thrown));
        Invoker invoker = invoker(LONG);
        invoker.invoke(Calls.to("f"), UNSAID, response);
        assertEquals(expected, response.next());

        serve((event, context) -> event);
        invoker.invoke(Calls.to("f"), UNSAID, response);
        assertEquals(new Outcome(null, "event"), response.next());
    }

    @Test
    void functionThatRecursesForever_isAnsweredAndTheWorkerLives() throws Exception {
        serve(new FunctionHandler() {
            @Override
            public Payload handle(Payload event, CallContext context) throws Exception {
                return Payload.of(handle(event, context).text());
            }
        });

        invoker(LONG).invoke(Calls.to("f"), UNSAID, response);

        assertEquals(
                new Outcome(CallFailure.FUNCTION_BROKEN, "function f failed: StackOverflowError"), response.next());
    }

    @Test
    void contextClassLoader_isTheBundlesDuringTheCallAndRestoredAfterIt() throws Exception {
        try (URLClassLoader bundle = new URLClassLoader(new URL[0], null)) {
            CompletableFuture<ClassLoader> before = new CompletableFuture<>();
            callExecutor.execute(() -> before.complete(Thread.currentThread().getContextClassLoader()));
            CompletableFuture<ClassLoader> during = new CompletableFuture<>();
            endpoint.publish(new FunctionVersion(
                    (event, context) -> {
                        during.complete(Thread.currentThread().getContextClassLoader());
                        Thread.currentThread().setContextClassLoader(null);
                        throw new IllegalStateException();
                    },
                    bundle,
                    "1.0.0",
                    EventLoopUse.NEVER,
                    RequestedLimits.NONE));

            invoker(LONG).invoke(Calls.to("f"), UNSAID, response);

            assertEquals(CallFailure.FUNCTION_FAILED, response.next().failure());
            assertSame(bundle, during.get());
            CompletableFuture<ClassLoader> after = new CompletableFuture<>();
            callExecutor.execute(() -> after.complete(Thread.currentThread().getContextClassLoader()));
            assertSame(before.get(), after.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void currentCall_isKnownToTheFunctionAndToWhatRunsAfterItAndForgottenThen() throws Exception {
        AtomicReference<Invocation> during = new AtomicReference<>();
        serve((event, context) -> {
            during.set(CurrentCall.get());
            return event;
        });
        Invoker invoker = invoker(LONG);
        Invocation invocation = invoker.invoke(Calls.to("f"), UNSAID, response);
        response.next();
        CompletableFuture<Boolean> forgotten = new CompletableFuture<>();
        callExecutor.execute(() -> forgotten.complete(CurrentCall.get() == null));

        assertTrue(forgotten.get(Calls.PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertSame(invocation, during.get());
        assertSame(invocation, afterFunction.get());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Payload sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** An exception of which even the message cannot be had. */
    private static final class Speechless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no message");
        }
    }
}
