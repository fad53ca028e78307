package io.funclet.host.deploy.serving;

import io.funclet.api.FunctionHandler;
import io.funclet.api.TypedFunction;
import io.funclet.host.call.compare.CallSample;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.framework.component.ActivationFailure;
import io.funclet.host.framework.component.ComponentFailures;
import io.funclet.host.framework.component.FunctionInterfaces;
import io.funclet.host.framework.component.LibraryFailure;
import io.funclet.host.framework.component.PrivateApiCopy;
import io.funclet.host.framework.scr.ComponentRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.ComponentConstants;

/**
 * Gets the service objects that handle the calls of a bundle's functions.
 *
 * @param compares whether a version is compared with the one before it
 * @param missed the names of services for which {@code ServiceLoader} has found no provider so far; any thread
 */
public record FunctionObject(
        BundleContext host, Bundle bundle, StagedJar jar, Supplier<Set<String>> missed, boolean compares) {

    /**
     * Gets the service object, which activates a delayed component.
     *
     * @throws RejectedException if there is none, it is no handler, or its properties are invalid; says why
     */
    FunctionVersion version(ServiceReference<?> reference) throws RejectedException {
        FunctionHandler handler = get(reference);
        FunctionProperties properties = new FunctionProperties(reference);
        properties.requireNames();
        return new FunctionVersion(
                handler,
                bundle.adapt(BundleWiring.class).getClassLoader(),
                jar.version().toString(),
                properties.eventLoopUse(),
                properties.limits(),
                compares ? new CallSample() : null,
                thrown -> new LibraryFailure(bundle)
                        .ofCall(thrown)
                        .or(() -> LibraryFailure.ofServices(thrown, missed.get())));
    }

    private FunctionHandler get(ServiceReference<?> reference) throws RejectedException {
        Object service = ComponentRuntime.serviceOf(host, reference);
        if (FunctionInterfaces.isTyped(reference) && service instanceof TypedFunction<?, ?> typed) {
            return new TypedService(bundle, reference, typed).handler();
        }
        if (service instanceof FunctionHandler handler) {
            return handler;
        }
        if (service != null) {
            throw new RejectedException(PrivateApiCopy.behind(bundle, service.getClass())
                    .orElse("registers a function that is no " + FunctionInterfaces.WORDS));
        }
        List<ActivationFailure> failures = new ArrayList<>(
                ComponentFailures.of(host, bundle, (String) reference.getProperty(ComponentConstants.COMPONENT_NAME)));
        if (failures.isEmpty()) {
            failures.addAll(ComponentFailures.of(host, bundle));
        }
        if (failures.isEmpty()) {
            failures.add(new ActivationFailure("its service factory returned null", false));
        }
        throw RejectedException.of(
                failures,
                "function " + String.join(", ", new FunctionProperties(reference).names()) + " is not available: ",
                missed.get());
    }
}
