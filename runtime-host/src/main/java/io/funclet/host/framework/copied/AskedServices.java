package io.funclet.host.framework.copied;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;

/** The services that a class looks for by {@code ServiceLoader}, as far as constants name them. */
public final class AskedServices {

    private AskedServices() {}

    /**
     * Reads a class of a bundle. Runs no code of it.
     *
     * @return the names of the services; empty if the bundle itself does not have the class, or it cannot be read
     */
    public static Set<String> of(Bundle bundle, String className) {
        Set<String> names = new TreeSet<>();
        URL file = bundle.getEntry(className.replace('.', '/') + ".class");
        if (file != null) {
            try (InputStream in = file.openStream()) {
                CopiedClassReader.read(in.readAllBytes()).services.forEach(path -> names.add(path.replace('/', '.')));
            } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException unreadable) {
                // The start of the component tells why.
            }
        }
        return names;
    }
}
