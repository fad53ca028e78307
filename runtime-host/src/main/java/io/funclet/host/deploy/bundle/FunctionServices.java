package io.funclet.host.deploy.bundle;

import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.framework.component.FunctionInterfaces;
import io.funclet.host.log.FailedCallback;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * Listens for functions in the service registry, and tells the jar that they belong to.
 *
 * <p>Also for services of another class of an interface's name, so that {@link InstalledJar} rejects them with a reason.
 */
public final class FunctionServices implements AllServiceListener, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FunctionServices.class.getName());

    private final DeployContext context;

    private FunctionServices(DeployContext context) {
        this.context = context;
    }

    public static FunctionServices listen(DeployContext context) {
        FunctionServices services = new FunctionServices(context);
        try {
            context.host().addServiceListener(services, FunctionInterfaces.FILTER);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("a constant filter is valid", e);
        }
        return services;
    }

    @Override
    public void close() {
        context.host().removeServiceListener(this);
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        ServiceReference<?> reference = event.getServiceReference();
        Bundle bundle = reference.getBundle();
        InstalledJar jar = bundle == null ? null : context.jars().of(bundle);
        if (jar == null) {
            return;
        }
        switch (event.getType()) {
            case ServiceEvent.MODIFIED -> jar.functions().modified(reference);
            case ServiceEvent.REGISTERED -> registered(jar, reference);
            default -> jar.functions().withdraw(reference);
        }
    }

    private void registered(InstalledJar jar, ServiceReference<?> reference) {
        jar.functions().noticed();
        if (jar.isUp()) {
            // Not here: getting the service would activate the component inside its registration.
            context.workers().execute(() -> offer(context, jar, reference));
        }
    }

    /** Puts up a function that was registered after the start of its bundle. */
    private static void offer(DeployContext context, InstalledJar jar, ServiceReference<?> reference) {
        if (reference.getBundle() == null) {
            return;
        }
        try {
            jar.directory()
                    .activationMutex()
                    .run(
                            "offer-" + jar,
                            context.workers(),
                            context.startLimit(),
                            () -> {
                                // This may activate its component.
                                Thread.currentThread()
                                        .setContextClassLoader(jar.lifecycle().classLoader());
                                jar.functions().offer(reference);
                            },
                            () -> {},
                            () -> {});
        } catch (RejectedException rejected) {
            String text = "a function of " + jar + " is not served: " + rejected.getMessage();
            jar.mark().log(LOG, Level.WARNING, text, rejected.trace());
        }
    }

    /** Puts up functions that were registered between the start of a bundle and the switch. */
    public static void offerStragglers(DeployContext context, InstalledJar jar) {
        try {
            jar.functions().stragglers().forEach(late -> offer(context, jar, late));
        } catch (RuntimeException | Error failed) {
            // After the switch, the replaced bundles have to go all the same.
            FailedCallback.log(LOG, "looking for functions of " + jar + " that came late", failed);
        }
    }
}
