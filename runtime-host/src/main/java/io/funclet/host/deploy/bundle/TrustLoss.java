package io.funclet.host.deploy.bundle;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What follows at once when a bundle is not trusted any more, whichever look finds it first. */
public final class TrustLoss {

    private static final Logger LOG = Logger.getLogger(TrustLoss.class.getName());

    private TrustLoss() {}

    /** Tells why a bundle is not trusted, if it is not. Lets no further bundle be wired to it if it must go. */
    public static void apply(InstalledJar jar) {
        boolean forbidden = jar.isForbidden();
        jar.distrust()
                .filter(fault -> !jar.isDraining())
                .ifPresent(fault -> jar.mark()
                        .log(
                                LOG,
                                Level.WARNING,
                                jar + " is not trusted any more: it " + fault
                                        + (forbidden ? "; its calls end, and then it is stopped" : "; it goes on")));
        if (forbidden) {
            // At once, so that what uses it is not wired to it once more.
            jar.startDraining();
        }
    }
}
