package io.funclet.host.framework.scr;

import io.funclet.host.framework.diagnosis.Diagnosis;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Services whose absence somebody explains, by {@link Diagnosis#absent}: what SCR would log of it is not logged as well. */
public final class ServiceLookup {

    private ServiceLookup() {}

    /**
     * Gets a service object, which may be made for it, by code of its bundle on this thread.
     *
     * @param host the context of the system bundle
     * @param reference the service
     * @return the object; {@code null} if there is none
     */
    public static Object get(BundleContext host, ServiceReference<?> reference) {
        return host.getService(reference);
    }
}
