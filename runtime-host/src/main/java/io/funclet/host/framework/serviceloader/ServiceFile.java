package io.funclet.host.framework.serviceloader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** A file of {@code META-INF/services}: its name is that of a service, its lines are names of providers. */
public final class ServiceFile {

    /** Where these files are. */
    static final String FOLDER = "META-INF/services/";

    /** The class loader of a bundle, which tells what the bundle itself contains. */
    @FunctionalInterface
    public interface Contents {

        /**
         * Finds entries of the bundle, of the jars on its class path, and of its fragments.
         *
         * @param name of the entries, without a leading slash
         * @return one for each that has the name; not those of other bundles
         */
        List<URL> own(String name);
    }

    private ServiceFile() {}

    /** The service that a resource is about; {@code null} if it is no such file. */
    static String service(String resource) {
        return resource.startsWith(FOLDER) && resource.indexOf('/', FOLDER.length()) < 0
                ? resource.substring(FOLDER.length())
                : null;
    }

    /** The files of a bundle itself about a service; none if it is not resolved. */
    static List<URL> in(Bundle bundle, String service) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring != null && wiring.getClassLoader() instanceof Contents contents
                ? contents.own(FOLDER + service)
                : List.of();
    }

    /**
     * The providers that a bundle itself names.
     *
     * @param loader its class loader
     * @param service the name of the service
     * @return the names of their classes
     */
    public static List<String> providers(ClassLoader loader, String service) {
        return loader instanceof Contents contents
                ? contents.own(FOLDER + service).stream()
                        .flatMap(file -> names(file).stream())
                        .toList()
                : List.of();
    }

    /** The names in a file; none if it cannot be read, which ServiceLoader says better. */
    static List<String> names(URL file) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.indexOf('#') < 0 ? line : line.substring(0, line.indexOf('#')))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }
}
