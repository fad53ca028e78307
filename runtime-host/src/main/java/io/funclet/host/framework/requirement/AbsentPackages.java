package io.funclet.host.framework.requirement;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Packages that a bundle imports as optional, and that are not there although its own classes use them. */
public final class AbsentPackages {

    private static final String PACKAGES = PackageNamespace.PACKAGE_NAMESPACE;

    /** In the constant pool of a class file. */
    private static final int CLASS = 7;

    private AbsentPackages() {}

    /**
     * Looks into classes that are in the bundle itself. Of its libraries, no class counts: a library does without.
     *
     * @param bundle resolved, or nothing is found
     * @param classes the names of its own classes
     * @param visible those that the bundle may use
     * @return a phrase for each class that uses such packages
     */
    public static List<String> of(Bundle bundle, Collection<String> classes, Bundle... visible) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        Set<String> absent = wiring == null ? Set.of() : absent(bundle, wiring);
        List<String> phrases = new ArrayList<>();
        if (!absent.isEmpty()) {
            for (String name : classes) {
                Set<String> used = used(bundle, name);
                used.retainAll(absent);
                if (!used.isEmpty()) {
                    phrases.add("class " + name + " uses " + String.join(", ", used)
                            + ", which is an optional import, and not there: calls that need it fail; "
                            + RenamedPackages.advice(
                                            used,
                                            absentName -> RenamedPackages.exporter(Stream.of(visible), absentName))
                                    .orElseGet(LibraryAdvice::add));
                }
            }
        }
        return phrases;
    }

    private static Set<String> absent(Bundle bundle, BundleWiring wiring) {
        Set<String> absent = new TreeSet<>();
        for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(PACKAGES)) {
            if (Constants.RESOLUTION_OPTIONAL.equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))) {
                absent.add(RequirementText.name(requirement));
            }
        }
        for (BundleWire wire : wiring.getRequiredWires(PACKAGES)) {
            absent.remove(String.valueOf(wire.getCapability().getAttributes().get(PACKAGES)));
        }
        absent.removeIf(
                name -> !wiring.listResources(name.replace('.', '/'), "*.class", BundleWiring.LISTRESOURCES_LOCAL)
                        .isEmpty());
        return absent;
    }

    private static Set<String> used(Bundle bundle, String className) {
        Set<String> used = new TreeSet<>();
        URL file = bundle.getEntry(className.replace('.', '/') + ".class");
        if (file != null) {
            try (InputStream in = file.openStream()) {
                ClassReader reader = new ClassReader(in.readAllBytes());
                char[] buffer = new char[reader.getMaxStringLength()];
                for (int item = 1; item < reader.getItemCount(); item++) {
                    int offset = reader.getItem(item);
                    if (offset > 0 && reader.readByte(offset - 1) == CLASS) {
                        String name = reader.readUTF8(offset, buffer).replaceFirst("^\\[+L?", "");
                        used.add(name.substring(0, Math.max(0, name.lastIndexOf('/')))
                                .replace('/', '.'));
                    }
                }
            } catch (IOException | RuntimeException unreadable) {
                // The start of the component tells why.
            }
        }
        return used;
    }
}
