package io.funclet.host.framework.component;

import io.funclet.api.FunctionHandler;
import io.funclet.api.TypedFunction;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** The interfaces of the API by which a service is a function. */
public final class FunctionInterfaces {

    static final List<String> NAMES = List.of(FunctionHandler.class.getName(), TypedFunction.class.getName());

    /** For error messages. */
    public static final String WORDS = String.join(" or ", NAMES);

    /** Finds all services that are functions. */
    public static final String FILTER =
            "(|(" + Constants.OBJECTCLASS + "=" + String.join(")(" + Constants.OBJECTCLASS + "=", NAMES) + "))";

    private FunctionInterfaces() {}

    /** Whether one of the interfaces is among the names. */
    public static boolean areIn(Collection<String> interfaces) {
        return NAMES.stream().anyMatch(interfaces::contains);
    }

    public static boolean areOf(ServiceReference<?> service) {
        return areIn(List.of((String[]) service.getProperty(Constants.OBJECTCLASS)));
    }
}
