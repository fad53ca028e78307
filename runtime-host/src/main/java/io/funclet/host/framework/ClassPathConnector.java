package io.funclet.host.framework;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleException;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Makes jars of the class path platform bundles (OSGi Core, chapter 60, Connect). So class-data sharing covers their
 * classes, and this process shares the types of FileInstall and SCR.
 */
final class ClassPathConnector implements ModuleConnector {

    @Override
    public void initialize(File storage, Map<String, String> configuration) {}

    @Override
    public Optional<ConnectModule> connect(String location) throws BundleException {
        String fileName = PlatformBundle.fileNameOf(location);
        if (fileName == null) {
            return Optional.empty();
        }
        try {
            File jar = ClassPathJars.find(fileName).toFile();
            return Optional.of(() -> new JarContent(jar));
        } catch (IOException e) {
            throw new BundleException(e.getMessage(), BundleException.READ_ERROR, e);
        }
    }

    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.empty();
    }

    /** The content of one jar; its classes come from the class path. */
    private static final class JarContent implements ConnectContent {

        private final File file;
        private JarFile jar;

        JarContent(File file) {
            this.file = file;
        }

        @Override
        public void open() throws IOException {
            jar = new JarFile(file, false);
        }

        @Override
        public void close() throws IOException {
            jar.close();
        }

        @Override
        public Optional<Map<String, String>> getHeaders() {
            // Empty means: read the manifest among the entries.
            return Optional.empty();
        }

        @Override
        public Iterable<String> getEntries() {
            return () -> jar.stream().map(JarEntry::getName).iterator();
        }

        @Override
        public Optional<ConnectEntry> getEntry(String path) {
            return Optional.ofNullable(jar.getJarEntry(path)).map(entry -> new Entry(jar, entry));
        }

        @Override
        public Optional<ClassLoader> getClassLoader() {
            return Optional.of(ClassPathConnector.class.getClassLoader());
        }

        private record Entry(JarFile jar, JarEntry entry) implements ConnectEntry {

            @Override
            public String getName() {
                return entry.getName();
            }

            @Override
            public long getContentLength() {
                return entry.getSize();
            }

            @Override
            public long getLastModified() {
                return entry.getTime();
            }

            @Override
            public InputStream getInputStream() throws IOException {
                return jar.getInputStream(entry);
            }
        }
    }
}
