package io.funclet.host.deploy.bundle;

import io.funclet.api.FunctionHandler;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.work.DeployWorkers;
import io.funclet.host.log.FailedCallback;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * Listens for functions in the service registry, and tells the jar that they belong to.
 *
 * <p>Also for services of another class of the interface's name, so that {@link InstalledJar} rejects them with a reason.
 */
public final class FunctionServices implements AllServiceListener, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FunctionServices.class.getName());

    private final BundleContext host;
    private final InstalledJars jars;
    private final DeployWorkers workers;
    private final Duration startLimit;

    private FunctionServices(BundleContext host, InstalledJars jars, DeployWorkers workers, Duration startLimit) {
        this.host = host;
        this.jars = jars;
        this.workers = workers;
        this.startLimit = startLimit;
    }

    public static FunctionServices listen(
            BundleContext host, InstalledJars jars, DeployWorkers workers, Duration startLimit) {
        FunctionServices services = new FunctionServices(host, jars, workers, startLimit);
        try {
            host.addServiceListener(
                    services, "(" + Constants.OBJECTCLASS + "=" + FunctionHandler.class.getName() + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("a constant filter is valid", e);
        }
        return services;
    }

    @Override
    public void close() {
        host.removeServiceListener(this);
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        ServiceReference<?> reference = event.getServiceReference();
        Bundle bundle = reference.getBundle();
        InstalledJar jar = bundle == null ? null : jars.of(bundle);
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
            workers.execute(() -> offer(jar, reference, workers, startLimit));
        }
    }

    /** Puts up a function that was registered after the start of its bundle. */
    static void offer(InstalledJar jar, ServiceReference<?> reference, DeployWorkers workers, Duration limit) {
        if (reference.getBundle() == null) {
            return;
        }
        try {
            jar.directory()
                    .activationMutex()
                    .run(
                            "offer-" + jar,
                            workers,
                            limit,
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
    public static void offerStragglers(InstalledJar jar, DeployWorkers workers, Duration limit) {
        try {
            jar.functions().stragglers().forEach(late -> offer(jar, late, workers, limit));
        } catch (RuntimeException | Error failed) {
            // After the switch, the replaced bundles have to go all the same.
            FailedCallback.log(LOG, "looking for functions of " + jar + " that came late", failed);
        }
    }
}
