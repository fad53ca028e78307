package io.funclet.host.framework;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A bundle that belongs to the runtime. {@code bndrun/platform.bndrun}, which the build resolves and verifies, is the
 * only list of them.
 *
 * @param symbolicName also the name of its Maven artifact
 */
record PlatformBundle(String symbolicName, String version) {

    private static final String LIST = "/platform.bndrun";

    /** Marks a location that the {@link ClassPathConnector} serves. */
    private static final String LOCATION_PREFIX = "classpath:";

    String fileName() {
        return symbolicName + "-" + version + ".jar";
    }

    String location() {
        return locationOf(fileName());
    }

    static String locationOf(String fileName) {
        return LOCATION_PREFIX + fileName;
    }

    /** The file name in a location; {@code null} if the location is not that of a platform bundle. */
    static String fileNameOf(String location) {
        if (!location.startsWith(LOCATION_PREFIX)) {
            return null;
        }
        int end = location.indexOf(ConfigurationAdminBundle.MARK);
        return location.substring(LOCATION_PREFIX.length(), end < 0 ? location.length() : end);
    }

    static List<PlatformBundle> all() throws IOException {
        Properties bndrun = new Properties();
        try (InputStream in = PlatformBundle.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new FileNotFoundException("the installation is incomplete: no " + LIST + " on the class path");
            }
            bndrun.load(in);
        }
        List<PlatformBundle> bundles = new ArrayList<>();
        // Each entry reads NAME;version='[FROM,TO)', as bnd writes it.
        for (String entry : bndrun.getProperty("-runbundles").split("\\)'\\s*,?\\s*")) {
            int nameEnd = entry.indexOf(';');
            int from = entry.indexOf('[');
            bundles.add(new PlatformBundle(
                    entry.substring(0, nameEnd).strip(),
                    entry.substring(from + 1, entry.indexOf(',', from)).strip()));
        }
        return bundles;
    }
}
