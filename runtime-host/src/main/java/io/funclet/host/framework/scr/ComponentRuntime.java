package io.funclet.host.framework.scr;

import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Access to SCR's {@link ServiceComponentRuntime}. */
public final class ComponentRuntime {

    private ComponentRuntime() {}

    /**
     * Asks SCR.
     *
     * @param host the context of the system bundle
     * @param without the result if SCR is not there
     */
    public static <T> T ask(BundleContext host, T without, Function<ServiceComponentRuntime, T> question) {
        ServiceReference<ServiceComponentRuntime> reference = host.getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime runtime = reference == null ? null : host.getService(reference);
        if (runtime == null) {
            return without;
        }
        try {
            return question.apply(runtime);
        } finally {
            host.ungetService(reference);
        }
    }
}
