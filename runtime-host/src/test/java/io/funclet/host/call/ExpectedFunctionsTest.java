package io.funclet.host.call;

import static io.funclet.host.call.Routers.configured;
import static io.funclet.host.call.Routers.rejects;
import static io.funclet.host.call.Routers.route;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.model.AbsentFunctions.Absence;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.call.model.EffectiveLimits;
import io.funclet.host.config.FunctionConfigs;
import java.nio.file.Path;
import java.time.Duration;
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

/** Functions that have not come yet: which calls wait for them, and how long. */
@Timeout(30)
class ExpectedFunctionsTest {

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
    void besideConfiguredFunctions_callsWaitForFewNames_andForAnotherWhenOneHasGone() throws Exception {
        Router router = configured("a", "b");
        router.settle();
        AtomicReference<String> beyondHelp = new AtomicReference<>("");
        router.ask(name -> new Absence(!name.equals(beyondHelp.get()), ""));
        for (int i = 0; i < 8; i++) {
            assertEquals("later " + i, route(router, Protocol.BAETYL_FUNCTION, "later " + i));
        }
        assertEquals(
                "function one too many is not known; known are: a, b",
                rejects(router, Protocol.BAETYL_FUNCTION, "one too many", CallFailure.NOT_FOUND));
        assertEquals("later 7", route(router, Protocol.BAETYL_FUNCTION, "later 7"));

        beyondHelp.set("later 3");
        router.reconsider();

        assertEquals("another", route(router, Protocol.BAETYL_FUNCTION, "another"));
        rejects(router, Protocol.BAETYL_FUNCTION, "one too many", CallFailure.NOT_FOUND);
    }

    @Test
    void nameThatIsConfigured_isNotOnlyExpectedAnyMore() throws Exception {
        Router router = configured();
        route(router, Protocol.BAETYL_FUNCTION, "later");
        route(router, Protocol.BAETYL_FUNCTION, "never");

        router.endpoints()
                .configure(
                        List.of(FunctionConfigs.of("later", "handler", Path.of("/code"), Map.of("name", "later"))),
                        EffectiveLimits.byDefault(Duration.ofMinutes(1), 4),
                        null,
                        Map.of("", Path.of("/code")));

        assertEquals(
                "the call names no function; known are: later",
                rejects(router, Protocol.BAETYL_FUNCTION, "", CallFailure.NAME_MISSING));
        assertEquals(List.of("never"), router.endpoints().onlyExpected());
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
}
