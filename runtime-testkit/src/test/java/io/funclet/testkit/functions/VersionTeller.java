package io.funclet.testkit.functions;

import io.funclet.testkit.functions.tellers.Teller;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Tells the version of its bundle. */
@Component
public final class VersionTeller implements Teller {

    private final String version;

    @Activate
    public VersionTeller(BundleContext bundle) {
        version = bundle.getBundle().getVersion().toString();
    }

    @Override
    public String tell() {
        return version;
    }
}
