package io.funclet.host.framework.component;

import io.funclet.api.FunctionHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** The interfaces of the API by which a service is a function. */
public final class FunctionInterfaces {

    private static final String HANDLER = FunctionHandler.class.getName();

    /** By its name: a start without typed functions does not load it. */
    private static final String TYPED = FunctionHandler.class.getPackageName() + ".TypedFunction";

    static final List<String> NAMES = List.of(HANDLER, TYPED);

    /** For error messages. */
    public static final String WORDS = HANDLER + " or " + TYPED;

    /** Finds all services that are functions. */
    public static final String FILTER =
            "(|(" + Constants.OBJECTCLASS + "=" + HANDLER + ")(" + Constants.OBJECTCLASS + "=" + TYPED + "))";

    private FunctionInterfaces() {}

    /** Whether one of the interfaces is among the names. */
    public static boolean areIn(Collection<String> interfaces) {
        return interfaces.contains(HANDLER) || interfaces.contains(TYPED);
    }

    public static boolean areOf(ServiceReference<?> service) {
        return areIn(interfaces(service));
    }

    /** The functions that a bundle has registered. */
    public static List<ServiceReference<?>> registeredBy(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        List<ServiceReference<?>> functions = new ArrayList<>();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            if (areOf(service)) {
                functions.add(service);
            }
        }
        return functions;
    }

    /** Whether it is registered as a typed function. */
    public static boolean isTyped(ServiceReference<?> service) {
        return interfaces(service).contains(TYPED);
    }

    private static List<String> interfaces(ServiceReference<?> service) {
        return List.of((String[]) service.getProperty(Constants.OBJECTCLASS));
    }
}
