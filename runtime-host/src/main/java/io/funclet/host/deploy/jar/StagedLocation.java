package io.funclet.host.deploy.jar;

import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;

/** Names of staged copies. They contain the number of the code directory, so that the location of a bundle tells it. */
public final class StagedLocation {

    private static final char SEPARATOR = '-';

    private StagedLocation() {}

    public static String fileName(int directory, AtomicLong sequence) {
        return "" + directory + SEPARATOR + sequence.incrementAndGet() + ".jar";
    }

    /** The number of the code directory of a function bundle. */
    public static long directoryOf(Bundle bundle) {
        String location = bundle.getLocation();
        int name = location.lastIndexOf('/') + 1;
        return Long.parseLong(location, name, location.indexOf(SEPARATOR, name), 10);
    }
}
