package io.funclet.host.deploy.serving;

import io.funclet.api.FunctionHandler;
import io.funclet.api.TypedFunction;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.framework.component.ComponentClass;
import io.funclet.host.typed.TypedHandler;
import io.funclet.host.typed.codec.UnsupportedTypeException;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentConstants;

/** The service object of a typed function. A class of its own, so that a start without such functions loads nothing of them. */
record TypedService(Bundle bundle, ServiceReference<?> reference, TypedFunction<?, ?> function) {

    /** @throws RejectedException if its types are not supported; says which, and where */
    FunctionHandler handler() throws RejectedException {
        try {
            return TypedHandler.of(function);
        } catch (UnsupportedTypeException | LinkageError unsupported) {
            throw new RejectedException(words(unsupported));
        }
    }

    private String words(Throwable unsupported) {
        String type = function.getClass().getName();
        String component = (String) reference.getProperty(ComponentConstants.COMPONENT_NAME);
        return new ComponentClass(bundle, component == null ? type : component, type, List.of())
                .typeFault(function.getClass())
                .orElseGet(unsupported::toString);
    }
}
