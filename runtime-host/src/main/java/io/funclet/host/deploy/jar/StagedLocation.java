package io.funclet.host.deploy.jar;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;

/** Names of staged copies. They contain the number of the code directory, so that the location of a bundle tells it. */
public final class StagedLocation {

    private static final char SEPARATOR = '-';

    private static final Pattern LOCATION = Pattern.compile("reference:.*/([0-9]{1,9})" + SEPARATOR + "[0-9]+\\.jar");

    private StagedLocation() {}

    public static String fileName(int directory, AtomicLong sequence) {
        return "" + directory + SEPARATOR + sequence.incrementAndGet() + ".jar";
    }

    /** The number of the code directory of a function bundle; -1 for one that a function has installed. */
    public static long directoryOf(Bundle bundle) {
        Matcher staged = LOCATION.matcher(bundle.getLocation());
        return staged.matches() ? Long.parseLong(staged.group(1)) : -1;
    }
}
