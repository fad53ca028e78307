package io.funclet.host.framework;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Constants;

/**
 * The packages of the framework and of Java that the system bundle exports, as Felix would list them. Felix substitutes the
 * packages of one module after the other in a growing text, and searches it from its beginning each time: 6 ms of a start,
 * and 50 ms of C2, to which the search looks hot.
 */
final class SystemPackages {

    /** As Felix writes the version of a package of Java, without a table of digits. */
    private static final String VERSION = ";version=\"0.0.0.JavaSE_"
            + String.valueOf(1000 + Runtime.version().feature()).substring(1) + "\"";

    private SystemPackages() {}

    static String exports() throws IOException {
        StringJoiner exports = new StringJoiner(",")
                .add(ClassPathJars.manifestOf(Felix.class).getMainAttributes().getValue(Constants.EXPORT_PACKAGE));
        for (Module module : ModuleLayer.boot().modules()) {
            ModuleDescriptor descriptor = module.getDescriptor();
            // Of a program with a runtime inside, on a module path: its jars that are no modules export all.
            (descriptor.isAutomatic() ? descriptor.packages() : exported(descriptor))
                    .forEach(name -> exports.add(name + VERSION));
        }
        return exports.toString();
    }

    private static Set<String> exported(ModuleDescriptor descriptor) {
        Set<String> packages = new HashSet<>();
        for (ModuleDescriptor.Exports exported : descriptor.exports()) {
            if (!exported.isQualified()) {
                packages.add(exported.source());
            }
        }
        return packages;
    }
}
