package io.funclet.host.call;

import static io.funclet.host.call.Routers.configured;
import static io.funclet.host.call.Routers.rejects;
import static io.funclet.host.call.Routers.route;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.model.CallFailure;
import java.util.List;
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
}
