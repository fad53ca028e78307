package io.funclet.host.soak.library;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Code that functions of other bundles use. */
public final class Library {

    private Library() {}

    /** The version of the bundle that this code comes from. */
    public static String version() {
        try (InputStream in = Library.class.getResourceAsStream("/probe.properties")) {
            Properties settings = new Properties();
            settings.load(in);
            return settings.getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
