package io.funclet.sample.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.util.tracker.ServiceTracker;

/** Runs inside the framework, as a bundle that calls the sample's functions through the service registry. */
class SampleBundleTest {

    /** SCR may still be at work on its own thread when a test begins. */
    private static final long REGISTRATION_TIMEOUT_MILLIS = 10_000;

    private final BundleContext context =
            FrameworkUtil.getBundle(SampleBundleTest.class).getBundleContext();

    private ServiceTracker<FunctionHandler, FunctionHandler> sayhi;
    private ServiceTracker<FunctionHandler, FunctionHandler> echo;

    @BeforeEach
    void trackFunctions() throws Exception {
        sayhi = open("sayhi");
        echo = open("echo");
    }

    @AfterEach
    void closeTrackers() {
        sayhi.close();
        echo.close();
    }

    @Test
    void bothFunctions_areActivatedUnderTheirNames() throws Exception {
        assertNotNull(sayhi.waitForService(REGISTRATION_TIMEOUT_MILLIS), "sayhi is not registered");
        assertNotNull(echo.waitForService(REGISTRATION_TIMEOUT_MILLIS), "echo is not registered");
        assertEquals(1, sayhi.size());
        assertEquals(1, echo.size());
    }

    @Test
    void sayhi_answersWithTheLibraryThatTheBundleCarries() throws Exception {
        FunctionHandler function = sayhi.waitForService(REGISTRATION_TIMEOUT_MILLIS);

        Payload answer = function.handle(Payload.of("{\"id\":1.0}"), new FaasCall(Map.of("messageTopic", "t")));

        assertEquals("{\"id\":1.0,\"messageTopic\":\"t\",\"Say\":\"Hello Baetyl\"}", answer.text());
    }

    @Test
    void echo_answersTheEventItself() throws Exception {
        Payload event = Payload.of("as it came");
        CallContext call = new FaasCall(Map.of());

        assertSame(event, echo.waitForService(REGISTRATION_TIMEOUT_MILLIS).handle(event, call));
    }

    @Test
    void sampleBundle_needsTheApiAndTheContainerAndNothingElse() {
        BundleWiring wiring = sample().adapt(BundleWiring.class);

        assertEquals(
                List.of("io.funclet.api"),
                attributes(wiring.getRequiredWires("osgi.wiring.package"), "osgi.wiring.package"));
        assertEquals(
                List.of("io.funclet"),
                attributes(wiring.getRequiredWires("osgi.implementation"), "osgi.implementation"));
        assertEquals(List.of("osgi.component"), attributes(wiring.getRequiredWires("osgi.extender"), "osgi.extender"));
    }

    private Bundle sample() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals("io.funclet.sample"))
                .findAny()
                .orElseThrow();
    }

    private ServiceTracker<FunctionHandler, FunctionHandler> open(String name) throws Exception {
        String filter = "(&(" + Constants.OBJECTCLASS + "=" + FunctionHandler.class.getName() + ")(function.name="
                + name + ")(" + Constants.SERVICE_BUNDLEID + "=" + sample().getBundleId() + "))";
        ServiceTracker<FunctionHandler, FunctionHandler> tracker =
                new ServiceTracker<>(context, FrameworkUtil.createFilter(filter), null);
        tracker.open();
        return tracker;
    }

    /** Without what is optional: the carried libraries do without it. */
    private static List<Object> attributes(List<BundleWire> wires, String name) {
        return wires.stream()
                .filter(wire -> !Constants.RESOLUTION_OPTIONAL.equals(
                        wire.getRequirement().getDirectives().get(Constants.RESOLUTION_DIRECTIVE)))
                .map(wire -> wire.getCapability().getAttributes().get(name))
                .toList();
    }
}
