package io.funclet.host.framework.weaving;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.osgi.framework.hooks.weaving.WovenClass;
import org.osgi.framework.wiring.BundleWiring;

/** A class {@code Fn} that is compiled here, on its way into a bundle, as far as the weaver looks at it. */
final class Woven implements WovenClass {

    final List<String> imports = new ArrayList<>();

    /** {@code null} if the weaver has left it as it was. */
    byte[] replaced;

    private final Path directory;
    private final byte[] bytes;

    /**
     * Compiles it.
     *
     * @param statements the body of its method
     * @param directory for its class files
     */
    Woven(String statements, Path directory) throws IOException {
        this.directory = directory;
        this.bytes = compile(statements);
    }

    /** Loads what has become of it by a class loader of its own, beside the guard. */
    Runnable load() throws ReflectiveOperationException {
        ClassLoader loader = new ClassLoader(Woven.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                try {
                    byte[] found =
                            name.equals("Fn") ? getBytes() : Files.readAllBytes(directory.resolve(name + ".class"));
                    return defineClass(name, found, 0, found.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        return (Runnable) loader.loadClass("Fn").getConstructor().newInstance();
    }

    @Override
    public byte[] getBytes() {
        return replaced == null ? bytes : replaced;
    }

    @Override
    public void setBytes(byte[] newBytes) {
        replaced = newBytes;
    }

    @Override
    public List<String> getDynamicImports() {
        return imports;
    }

    @Override
    public boolean isWeavingComplete() {
        return false;
    }

    @Override
    public String getClassName() {
        return "Fn";
    }

    @Override
    public ProtectionDomain getProtectionDomain() {
        return null;
    }

    @Override
    public Class<?> getDefinedClass() {
        return null;
    }

    @Override
    public BundleWiring getBundleWiring() {
        return null;
    }

    @Override
    public int getState() {
        return TRANSFORMING;
    }

    private byte[] compile(String statements) throws IOException {
        String source = "public class Fn implements Runnable { @Override public void run() { " + statements + " } }";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("--release", "17", "-d", directory.toString());
            assertTrue(compiler.getTask(null, files, null, options, null, List.of(new Source(source)))
                    .call());
        }
        return Files.readAllBytes(directory.resolve("Fn.class"));
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("string:///Fn.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
