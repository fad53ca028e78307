package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.model.AbsentFunctions.Absence;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.config.FunctionConfigs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract, section 1, "Which function". */
@Timeout(30)
class RouterTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "sayhi", "another"})
    void openedgeRuntime_servesItsOneFunctionWhateverTheName(String name) throws Exception {
        assertEquals("sayhi", route(configured("sayhi"), Protocol.OPENEDGE_RUNTIME, name));
    }

    @Test
    void openedgeRuntime_choosesByNameAmongSeveral() throws Exception {
        Router router = configured("a", "b");

        assertEquals("b", route(router, Protocol.OPENEDGE_RUNTIME, "b"));
        rejects(router, Protocol.OPENEDGE_RUNTIME, "c", CallFailure.NOT_FOUND);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENEDGE_FUNCTION", "BAETYL_FUNCTION"})
    void functionMessage_choosesByName(Protocol protocol) throws Exception {
        Router router = configured("a", "b");

        assertEquals("a", route(router, protocol, "a"));
        assertEquals("b", route(router, protocol, "b"));
        assertEquals("function c is not known; known are: a, b", rejects(router, protocol, "c", CallFailure.NOT_FOUND));
        assertEquals(
                "the call names no function; known are: a, b", rejects(router, protocol, "", CallFailure.NAME_MISSING));
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENEDGE_FUNCTION", "BAETYL_FUNCTION"})
    void functionMessage_hasNoDefaultEvenWithOneFunction(Protocol protocol) {
        rejects(configured("only"), protocol, "", CallFailure.NAME_MISSING);
        rejects(configured("only"), protocol, "c", CallFailure.NOT_FOUND);
    }

    @Test
    void faas_takesTheFirstConfiguredFunctionForNoName() throws Exception {
        Router router = configured("z", "a", "m");

        assertEquals("z", route(router, Protocol.BAETYL_FAAS, ""));
        assertEquals("m", route(router, Protocol.BAETYL_FAAS, "m"));
        rejects(router, Protocol.BAETYL_FAAS, "c", CallFailure.NOT_FOUND);
    }

    @Test
    void configuredFunction_isWaitedForWithoutAVersion() throws Exception {
        Router router = configured("a");
        router.settle();

        assertEquals("a", route(router, Protocol.BAETYL_FUNCTION, "a"));
    }

    @ParameterizedTest
    @EnumSource
    void openRouter_hasNoDefaultAmongSeveral(Protocol protocol) {
        Router router = configured();
        router.endpoint("one").publish(Calls.version((event, context) -> event));
        router.endpoint("two").publish(Calls.version((event, context) -> event));

        rejects(router, protocol, "", CallFailure.NAME_MISSING);
    }

    @Test
    void openRouter_takesItsOnlyFunctionForTheFirst() throws Exception {
        Router router = configured();
        router.endpoint("only").publish(Calls.version((event, context) -> event));

        assertEquals("only", route(router, Protocol.BAETYL_FAAS, ""));
        rejects(router, Protocol.BAETYL_FUNCTION, "", CallFailure.NAME_MISSING);
    }

    @ParameterizedTest
    @EnumSource
    void openRouter_expectsAnyNameUntilItIsSettled(Protocol protocol) throws Exception {
        Router router = configured();
        assertEquals("later", route(router, protocol, "later"));
        router.endpoint("there").publish(Calls.version((event, context) -> event));

        router.settle();

        assertEquals("there", route(router, protocol, "there"));
        assertEquals(
                "function later is not known; known are: there",
                rejects(router, protocol, "later", CallFailure.NOT_FOUND));
    }

    @Test
    void namesThatAreExpected_areLimited_andDoNotPassForKnownOnes() throws Exception {
        Router router = configured();
        for (int i = 0; i < EndpointTable.MOST_EXPECTED; i++) {
            route(router, Protocol.BAETYL_FUNCTION, "later " + i);
        }

        String refusal = rejects(router, Protocol.BAETYL_FUNCTION, "one too many", CallFailure.UNAVAILABLE);

        assertEquals(
                "function one too many is not there, and while the runtime starts, calls wait for 256 such names at most;"
                        + " call again when it has started",
                refusal);
        assertEquals("later 0", route(router, Protocol.BAETYL_FUNCTION, "later 0"));
        assertEquals(EndpointTable.MOST_EXPECTED_SHOWN, router.status().size());
        assertEquals(
                "the call names no function; no function is served",
                rejects(router, Protocol.BAETYL_FUNCTION, "", CallFailure.NAME_MISSING));
    }

    @Test
    void nameThatHasCome_isNotOneOfThoseThatAreOnlyExpected() throws Exception {
        Router router = configured();
        for (int i = 0; i < EndpointTable.MOST_EXPECTED; i++) {
            route(router, Protocol.BAETYL_FUNCTION, "later " + i);
        }

        router.endpoint("later 99");
        router.endpoint("uncalled");

        assertEquals("one more", route(router, Protocol.BAETYL_FUNCTION, "one more"));
        assertEquals(
                "the call names no function; known are: later 99, uncalled",
                rejects(router, Protocol.BAETYL_FUNCTION, "", CallFailure.NAME_MISSING));
        router.settle();
        rejects(router, Protocol.BAETYL_FUNCTION, "another", CallFailure.NOT_FOUND);
    }

    @Test
    void settling_endsTheWaitForFunctionsThatDidNotCome() throws Exception {
        Router router = configured();
        FunctionEndpoint endpoint = router.route(Calls.to("later"));
        Calls.Outcomes response = new Calls.Outcomes();
        endpoint.waitQueue().admit(Invocations.of(endpoint, response));

        router.settle();

        assertEquals(
                new Calls.Outcome(CallFailure.NOT_FOUND, "function later is not known; no function is served"),
                response.next());
    }

    @Test
    void nameThatMayCome_isWaitedFor_untilItMayNotAnyMore() throws Exception {
        for (Router router : new Router[] {configured(), configured("a", "b")}) {
            AtomicReference<Absence> known =
                    new AtomicReference<>(new Absence(true, "x.jar would bring it, but is rejected"));
            router.settle();
            router.ask(name -> known.get());
            FunctionEndpoint endpoint = router.route(Calls.to("later"));
            Calls.Outcomes response = new Calls.Outcomes();
            endpoint.waitQueue().admit(Invocations.of(endpoint, response));
            router.reconsider();
            assertEquals("function later is not loaded yet; x.jar would bring it, but is rejected", endpoint.absence());

            known.set(new Absence(false, "x.jar is beyond help"));
            router.reconsider();

            String refusal = rejects(router, Protocol.BAETYL_FUNCTION, "later", CallFailure.NOT_FOUND);
            assertTrue(refusal.endsWith("; x.jar is beyond help"), refusal);
            assertEquals(new Calls.Outcome(CallFailure.NOT_FOUND, refusal), response.next());
        }
    }

    @Test
    void functionThatGoes_andMayComeAgain_isWaitedFor() throws Exception {
        Router router = configured();
        router.settle();
        router.ask(name -> new Absence(true, ""));
        FunctionEndpoint endpoint = router.endpoint("f");
        Calls.Outcomes response = new Calls.Outcomes();
        endpoint.waitQueue().admit(Invocations.of(endpoint, response));

        router.remove("f");

        assertEquals(endpoint, router.route(Calls.to("f")));
        router.endpoint("f").publish(Calls.version((event, context) -> event));
        assertEquals(new Calls.Outcome(null, "event"), response.next());
    }

    @Test
    void callThatComesWhileTheRouterSettles_isNotLeftToWait() throws Exception {
        Router router = configured();
        FutureTask<FunctionEndpoint> routed = new FutureTask<>(() -> router.route(Calls.to("later")));
        Thread caller = new Thread(routed);
        synchronized (router.endpoints()) {
            caller.start();
            // It has seen that the router is not settled, and wants to add the name.
            while (caller.getState() != Thread.State.BLOCKED) {
                assertNotSame(Thread.State.TERMINATED, caller.getState());
                Thread.onSpinWait();
            }
            router.settle();
        }

        ExecutionException rejected = assertThrows(ExecutionException.class, () -> routed.get(10, TimeUnit.SECONDS));
        assertEquals(CallFailure.NOT_FOUND, ((CallException) rejected.getCause()).failure());
    }

    @Test
    void removedFunction_isUnknownUntilItComesAgain() throws Exception {
        Router router = configured();
        router.settle();
        FunctionEndpoint first = router.endpoint("f");
        assertSame(first, router.endpoint("f"));

        router.remove("f");
        rejects(router, Protocol.BAETYL_FUNCTION, "f", CallFailure.NOT_FOUND);

        FunctionEndpoint second = router.endpoint("f");
        assertNotSame(first, second);
        assertSame(second, router.route(Calls.to("f")));
    }

    @Test
    void removing_whatIsNotThereChangesNothing() throws Exception {
        Router router = configured();
        router.endpoint("f");

        router.remove("g");

        assertEquals("f", route(router, Protocol.BAETYL_FUNCTION, "f"));
    }

    @Test
    void stopping_endsAllWaits() throws Exception {
        Router router = configured("a", "b");
        Calls.Outcomes response = new Calls.Outcomes();
        for (String name : List.of("a", "b")) {
            router.endpoint(name).waitQueue().admit(Invocations.of(router.endpoint(name), response));
        }

        router.dismissAll();

        Calls.Outcome stopping = new Calls.Outcome(CallFailure.UNAVAILABLE, "the runtime is stopping");
        assertEquals(stopping, response.next());
        assertEquals(stopping, response.next());
    }

    @Test
    void nameInARefusal_isOneLine() {
        assertEquals(
                "function a b is not known; known are: f",
                rejects(configured("f"), Protocol.BAETYL_FUNCTION, "a\r\nb", CallFailure.NOT_FOUND));
    }

    private static Router configured(String... names) {
        return Routers.of(
                Arrays.stream(names)
                        .map(name -> FunctionConfigs.of(name, "handler", Path.of("/code"), Map.of("name", name)))
                        .toList(),
                Runnable::run);
    }

    private static String route(Router router, Protocol protocol, String name) throws CallException {
        return router.route(Calls.to(protocol, name)).name();
    }

    private static String rejects(Router router, Protocol protocol, String name, CallFailure failure) {
        CallException rejected = assertThrows(CallException.class, () -> route(router, protocol, name));
        assertEquals(failure, rejected.failure());
        return rejected.getMessage();
    }
}
