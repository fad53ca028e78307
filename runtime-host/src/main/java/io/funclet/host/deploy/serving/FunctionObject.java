package io.funclet.host.deploy.serving;

import io.funclet.api.FunctionHandler;
import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.framework.component.ActivationFailure;
import io.funclet.host.framework.component.ComponentFailures;
import io.funclet.host.framework.component.LibraryFailure;
import io.funclet.host.framework.component.PrivateApiCopy;
import io.funclet.host.framework.scr.ComponentRuntime;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.ComponentConstants;

/** The service object that handles the calls of a function. */
final class FunctionObject {

    private FunctionObject() {}

    /**
     * Gets the service object, which activates a delayed component.
     *
     * @throws RejectedException if there is none, it is no handler, or its properties are invalid; says why
     */
    static FunctionVersion version(BundleContext host, Bundle bundle, StagedJar jar, ServiceReference<?> reference)
            throws RejectedException {
        FunctionHandler handler = get(host, bundle, reference);
        FunctionProperties properties = new FunctionProperties(reference);
        properties.requireNames();
        return new FunctionVersion(
                handler,
                bundle.adapt(BundleWiring.class).getClassLoader(),
                jar.version().toString(),
                properties.nonblocking(),
                properties.limits(),
                thrown -> new LibraryFailure(bundle).ofCall(thrown));
    }

    private static FunctionHandler get(BundleContext host, Bundle bundle, ServiceReference<?> reference)
            throws RejectedException {
        Object service = ComponentRuntime.serviceOf(host, reference);
        if (service instanceof FunctionHandler handler) {
            return handler;
        }
        if (service != null) {
            throw new RejectedException(PrivateApiCopy.behind(bundle, service.getClass())
                    .orElse("registers a function that is no " + FunctionHandler.class.getName()));
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
                "function " + String.join(", ", new FunctionProperties(reference).names()) + " is not available: ");
    }
}
