package io.funclet.host.deploy.serving;

import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.permit.EventLoopUse;
import io.funclet.host.config.RequestedLimits;
import io.funclet.host.config.RequestedNames;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.log.LogContext;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** The service properties of a function. All but names and ranking are read once. */
record FunctionProperties(ServiceReference<?> reference) {

    private static final Logger LOG = Logger.getLogger(FunctionProperties.class.getName());

    private static final String NONBLOCKING = "function.nonblocking";

    private static final String COMPONENT = "component.name";

    /** The names by which callers know it; may be empty. */
    List<String> names() {
        return RequestedNames.of(reference.getProperty(RequestedNames.PROPERTY));
    }

    /** @throws RejectedException if a name is missing or invalid */
    void requireNames() throws RejectedException {
        Object property = reference.getProperty(RequestedNames.PROPERTY);
        if (property == null) {
            throw new RejectedException(this + " is a function without the property " + RequestedNames.PROPERTY);
        }
        try {
            RequestedNames.require(property);
        } catch (IllegalArgumentException wrong) {
            throw wrong(wrong.getMessage());
        }
    }

    EventLoopUse eventLoopUse() {
        Object nonblocking = reference.getProperty(NONBLOCKING);
        if (nonblocking == null) {
            return EventLoopUse.OBSERVED;
        }
        return Boolean.parseBoolean(String.valueOf(nonblocking)) ? EventLoopUse.PROMISED : EventLoopUse.NEVER;
    }

    RequestedLimits limits() throws RejectedException {
        try {
            return RequestedLimits.ofProperties(reference::getProperty);
        } catch (IllegalArgumentException wrong) {
            throw wrong(wrong.getMessage());
        }
    }

    /** What it offers to serve: one for each name. */
    List<FunctionProvider> providers(StagedJar jar, FunctionVersion version) {
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        long serviceId = (Long) reference.getProperty(Constants.SERVICE_ID);
        List<FunctionProvider> providers = new ArrayList<>();
        for (String name : names()) {
            providers.add(new FunctionProvider(name, jar, ranking, serviceId, version));
        }
        return providers;
    }

    /**
     * Logs properties that its author probably did not mean, but that do not prevent serving. Called when it is put up, so
     * that each is logged once.
     */
    void logWarnings(StagedJar jar, LogContext mark) {
        for (String warning : warnings()) {
            mark.log(LOG, Level.WARNING, this + " of " + jar + ": " + warning);
        }
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        RequestedLimits.suspicion(reference::getProperty).ifPresent(warnings::add);
        Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
        if (ranking != null && !(ranking instanceof Integer)) {
            warnings.add(Constants.SERVICE_RANKING + ": " + RequestedNames.described(ranking)
                    + " is not an Integer, and counts as 0; an annotation writes \"" + Constants.SERVICE_RANKING
                    + ":Integer=5\"");
        }
        Object nonblocking = reference.getProperty(NONBLOCKING);
        if (nonblocking != null
                && !String.valueOf(nonblocking).equalsIgnoreCase("true")
                && !String.valueOf(nonblocking).equalsIgnoreCase("false")) {
            warnings.add(NONBLOCKING + ": " + RequestedNames.described(nonblocking)
                    + " is not true or false, and counts as false");
        }
        return warnings;
    }

    private RejectedException wrong(String why) {
        return new RejectedException(this + " has a wrong property " + why);
    }

    /** The component, and its functions as far as they have names. */
    @Override
    public String toString() {
        Object component = reference.getProperty(COMPONENT);
        String functions = String.join(", ", names());
        return (component == null ? "a service" : "component " + component)
                + (functions.isEmpty() ? "" : " (function " + functions + ")");
    }
}
