package io.funclet.host.framework.scr;

import io.funclet.host.framework.diagnosis.Diagnosis;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Gets services whose absence {@link Diagnosis#absent} explains, so that SCR's log of it is left out. */
public final class ServiceLookup {

    private ServiceLookup() {}

    /**
     * Gets a service object. Its bundle's code may create it on this thread.
     *
     * @param host the context of the system bundle
     * @param reference the service
     * @return the object; {@code null} if there is none
     */
    public static Object get(BundleContext host, ServiceReference<?> reference) {
        return host.getService(reference);
    }
}
