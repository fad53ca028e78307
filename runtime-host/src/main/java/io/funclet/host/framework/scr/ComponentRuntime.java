package io.funclet.host.framework.scr;

import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Access to SCR's {@link ServiceComponentRuntime}, and to services that it provides. */
public final class ComponentRuntime {

    private ComponentRuntime() {}

    /** @param without the result if SCR is not there */
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

    /**
     * Gets a service object, which its bundle's code may create on this thread. SCR's log is silent meanwhile: the
     * caller reports why there is none.
     *
     * @return {@code null} if there is none
     */
    public static Object serviceOf(BundleContext host, ServiceReference<?> reference) {
        return host.getService(reference);
    }
}
