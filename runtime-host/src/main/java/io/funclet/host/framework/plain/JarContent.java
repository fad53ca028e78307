package io.funclet.host.framework.plain;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

/** The packages, the classes and the module of a jar, and of the jars in it. Not thread-safe. */
final class JarContent {

    private static final String CLASS = ".class";
    private static final String MODULE = "module-info.class";
    private static final String SERVICES = "META-INF/services/";

    private final SortedSet<String> packages = new TreeSet<>();
    private final SortedSet<String> services = new TreeSet<>();
    private final ClassReferences references = new ClassReferences();
    private String module;
    private boolean hasClasses;
    private boolean hasSources;

    /** Reads an entry, if that is needed. */
    @FunctionalInterface
    interface Bytes {
        byte[] read() throws IOException;
    }

    /** A file that names providers of a service. */
    void addService(String name) {
        String service = name.substring(SERVICES.length());
        if (PackageName.isValid(service)) {
            services.add(service);
        }
    }

    static boolean isService(String name) {
        return name.startsWith(SERVICES) && name.length() > SERVICES.length();
    }

    void add(String path, Bytes bytes) throws IOException {
        if (path.equals(MODULE)) {
            readModule(bytes.read());
            return;
        }
        String name = path.substring(0, Math.max(0, path.lastIndexOf('/'))).replace('/', '.');
        if (PackageName.isValid(name)) {
            packages.add(name);
        }
        if (path.endsWith(CLASS)) {
            hasClasses = true;
            references.read(bytes.read());
        }
        hasSources |= path.endsWith(".java");
    }

    private void readModule(byte[] bytes) {
        try {
            new ClassReader(bytes)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public ModuleVisitor visitModule(String name, int access, String version) {
                                    module = module == null ? name : module;
                                    return null;
                                }
                            },
                            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        } catch (IllegalArgumentException | IndexOutOfBoundsException unknown) {
            // A class path does not read it.
        }
    }

    /** Those with classes or resources. */
    SortedSet<String> packages() {
        return packages;
    }

    /** Those that its classes mention. */
    SortedSet<String> mentions() {
        return references.packages();
    }

    /** The names of the services for which it names providers. */
    SortedSet<String> services() {
        return services;
    }

    /** {@code null} if it is no module. */
    String module() {
        return module;
    }

    /** A phrase about the first class that is a function; empty if none is. */
    Optional<String> function() {
        return references.function();
    }

    boolean isSources() {
        return hasSources && !hasClasses;
    }
}
