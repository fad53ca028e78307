package io.funclet.host.it.jar;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A jar for a code directory, made on the fly. The array is shared, not copied: no code writes to it.
 *
 * @param bytes the file
 */
@SuppressWarnings("ArrayRecordComponent")
public record FunctionJar(byte[] bytes) {

    /** Begins a bundle as a vendor builds it: by bnd, with the annotations of Declarative Services processed. */
    public static Bundle bundle(String symbolicName) {
        return new Bundle(symbolicName);
    }

    /** A bundle with one function that answers with its event. */
    public static Bundle echo(String symbolicName, String functionName) {
        return bundle(symbolicName).function(functionName, "return event;");
    }

    /** A bundle with one function whose handler has the given body. */
    public static FunctionJar of(String symbolicName, String functionName, String body) {
        return bundle(symbolicName).function(functionName, body).build();
    }

    /** A jar without bnd: exactly these headers, and an entry that is no class. */
    public static FunctionJar withManifest(Map<String, String> headers) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new ZipEntry("readme.txt"));
            jar.write('x');
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new FunctionJar(bytes.toByteArray());
    }

    /** The first bytes of this jar, as a copy that was interrupted leaves them. */
    public FunctionJar truncated(int length) {
        return new FunctionJar(Arrays.copyOf(bytes, length));
    }

    /** Puts the jar into a directory under a name, or in the place of the one that has it: at once, by renaming. */
    public Path deploy(Path directory, String fileName) throws IOException {
        Path unfinished = Files.write(directory.resolve("." + fileName + ".part"), bytes);
        return Files.move(
                unfinished,
                directory.resolve(fileName),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** What goes into a bundle. Mutable, of one thread. */
    public static final class Bundle {

        private final String symbolicName;
        private final List<FunctionSource> sources = new ArrayList<>();
        private final List<FunctionSource> others = new ArrayList<>();
        private final List<Path> libraries = new ArrayList<>();
        private final Map<String, String> headers = new LinkedHashMap<>();

        private Bundle(String symbolicName) {
            this.symbolicName = symbolicName;
        }

        /** Of the bundle. */
        public Bundle version(String version) {
            return header("Bundle-Version", version);
        }

        /** Any header or bnd instruction. */
        public Bundle header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /** Adds a file of {@code META-INF/services}, in the place of other resources. */
        public Bundle serviceProvider(String service, String className) {
            return header("Include-Resource", "META-INF/services/" + service + ";literal='" + className + "'");
        }

        /** Adds a function by the body of its handler; its package is the bundle's symbolic name. */
        public Bundle function(String functionName, String body) {
            return source(FunctionSource.handler(symbolicName, functionName, body));
        }

        /** Adds a function by the members of its class. */
        public Bundle component(String functionName, String members) {
            return source(FunctionSource.component(symbolicName, functionName, members));
        }

        public Bundle source(FunctionSource source) {
            sources.add(source);
            return this;
        }

        /** Compiles against classes that other bundles have; of their packages nothing goes into this one. */
        public Bundle against(FunctionSource... foreign) {
            others.addAll(List.of(foreign));
            return this;
        }

        /** Compiles against the jars that have these classes; nothing of them goes into this one. */
        public Bundle libraries(Class<?>... classes) {
            Stream.of(classes).map(FunctionSource::whereFrom).forEach(libraries::add);
            return this;
        }

        /** Compiles and builds against jars, before those of the API; nothing of them goes into the bundle by itself. */
        public Bundle libraries(List<Path> jars) {
            libraries.addAll(jars);
            return this;
        }

        /** Adds what is run at the start of the bundle; see {@link FrameworkSource}. */
        public Bundle activator(FunctionSource activator) {
            return source(activator)
                    .against(FrameworkSource.BUNDLE_CONTEXT, FrameworkSource.BUNDLE_ACTIVATOR)
                    .header("Bundle-Activator", activator.className());
        }

        public FunctionJar build() {
            List<FunctionSource> all = new ArrayList<>(sources);
            all.addAll(others);
            Map<String, byte[]> classes = FunctionSource.compile(all, libraries);
            try (Builder bnd = new Builder();
                    Jar compiled = new Jar("compiled")) {
                classes.forEach((path, bytes) -> compiled.putResource(path, new EmbeddedResource(bytes, 0L)));
                bnd.addClasspath(compiled);
                for (Path library : libraries) {
                    bnd.addClasspath(library.toFile());
                }
                for (Path library : FunctionSource.classPath()) {
                    bnd.addClasspath(library.toFile());
                }
                bnd.setBundleSymbolicName(symbolicName);
                bnd.setProperty("Private-Package", String.join(",", packages()));
                bnd.setProperty("-noextraheaders", "true");
                headers.forEach(bnd::setProperty);
                Jar jar = bnd.build();
                if (!bnd.getErrors().isEmpty()) {
                    throw new IllegalArgumentException("a test's bundle cannot be built: " + bnd.getErrors());
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                jar.write(bytes);
                return new FunctionJar(bytes.toByteArray());
            } catch (Exception e) { // bnd declares no more than that
                throw new IllegalStateException(e);
            }
        }

        private TreeSet<String> packages() {
            TreeSet<String> packages = new TreeSet<>();
            sources.forEach(source -> packages.add(source.packageName()));
            return packages;
        }
    }
}
