package io.funclet.testkit;

import aQute.bnd.osgi.Builder;
import io.funclet.api.FunctionHandler;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;

/** Bundles of functions among the classes of the tests, made as a build makes them. */
final class TestBundle {

    private TestBundle() {}

    /** Makes a jar. */
    static Path jar(Path jar, String symbolicName, String version, Class<?>... classes) throws Exception {
        return jar(jar, symbolicName, version, Map.of(), classes);
    }

    /** With further headers, as bnd has them. */
    static Path jar(Path jar, String symbolicName, String version, Map<String, String> headers, Class<?>... classes)
            throws Exception {
        try (Builder bnd = builder(symbolicName, version, classes)) {
            headers.forEach(bnd::setProperty);
            bnd.build().write(jar.toFile());
            return jar;
        }
    }

    /** Makes a folder as {@code target/classes} is after {@code bnd-process}. */
    static Path classes(Path folder, String symbolicName, String version, Class<?>... classes) throws Exception {
        try (Builder bnd = builder(symbolicName, version, classes)) {
            bnd.build().writeFolder(folder.toFile());
            return folder;
        }
    }

    private static Builder builder(String symbolicName, String version, Class<?>... classes) throws Exception {
        Builder bnd = new Builder();
        StringBuilder resources = new StringBuilder();
        for (Class<?> type : classes) {
            String file = type.getName().replace('.', '/') + ".class";
            resources
                    .append(file)
                    .append('=')
                    .append(locationOf(type))
                    .append('/')
                    .append(file)
                    .append(',');
        }
        bnd.setProperty("Bundle-SymbolicName", symbolicName);
        bnd.setProperty("Bundle-Version", version);
        bnd.setProperty("-includeresource", resources.toString());
        bnd.setProperty("-noimportjava", "true");
        bnd.setClasspath(new File[] {
            locationOf(TestBundle.class),
            locationOf(FunctionHandler.class),
            locationOf(org.osgi.service.component.annotations.Component.class),
            locationOf(org.osgi.framework.Bundle.class)
        });
        return bnd;
    }

    private static File locationOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toFile();
    }
}
