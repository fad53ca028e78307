package io.funclet.host.it.jar;

import io.funclet.api.FunctionHandler;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.osgi.service.component.annotations.Component;

/**
 * One Java source file as text, compiled against what a function's author has, and nothing else: the function API, SLF4J
 * and the annotations of Declarative Services.
 *
 * @param className the qualified name of its public class
 * @param text the whole file
 */
public record FunctionSource(String className, String text) {

    /** A compiler run takes a good part of a second on a small machine, and many tests deploy the same function. */
    private static final Map<Compilation, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

    private record Compilation(List<FunctionSource> sources, List<Path> libraries) {}

    /**
     * The source of a component with a {@code function.name}.
     *
     * @param packageName its package
     * @param functionName its name; also makes the name of its class
     * @param body what stands in {@code handle(Payload event, CallContext context) throws Exception}
     */
    public static FunctionSource handler(String packageName, String functionName, String body) {
        return component(packageName, functionName, """
                @Override
                public Payload handle(Payload event, CallContext context) throws Exception {
                    %s
                }
                """.formatted(body));
    }

    /** The same with the whole inside of the class. */
    public static FunctionSource component(String packageName, String functionName, String members) {
        String simpleName = "Function_" + functionName.replaceAll("[^A-Za-z0-9]", "_");
        String text = """
                package %s;

                import io.funclet.api.*;
                import java.nio.file.*;
                import java.util.*;
                import org.osgi.service.component.annotations.*;

                @Component
                @FunctionName("%s")
                public class %s implements FunctionHandler {
                    %s
                }
                """.formatted(packageName, functionName, simpleName, members);
        return new FunctionSource(packageName + "." + simpleName, text);
    }

    /** A class {@code Text} whose static method {@code text()} returns an expression: something to import. */
    public static FunctionSource text(String packageName, String expression) {
        return new FunctionSource(packageName + ".Text", """
                package %s;

                public class Text {
                    public static String text() {
                        return %s;
                    }
                }
                """.formatted(packageName, expression));
    }

    public String packageName() {
        return className.substring(0, className.lastIndexOf('.'));
    }

    /** The class files of some sources, by path in a jar. */
    public static Map<String, byte[]> compile(List<FunctionSource> sources) {
        return compile(sources, List.of());
    }

    /** The same with jars of libraries behind those that each author has. */
    public static Map<String, byte[]> compile(List<FunctionSource> sources, List<Path> libraries) {
        return sources.isEmpty()
                ? Map.of()
                : COMPILED.computeIfAbsent(
                        new Compilation(List.copyOf(sources), List.copyOf(libraries)), FunctionSource::run);
    }

    /** The class path of a function's author. */
    static List<Path> classPath() {
        return Stream.of(FunctionHandler.class, org.slf4j.Logger.class, Component.class)
                .map(FunctionSource::whereFrom)
                .toList();
    }

    /** The jar of a class of the test's own class path. */
    public static Path whereFrom(Class<?> loaded) {
        try {
            return Path.of(
                    loaded.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> run(Compilation compilation) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        String path = Stream.concat(compilation.libraries().stream(), classPath().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        // No annotation processors, which the test's own class path might offer.
        List<String> options = new ArrayList<>(List.of("-proc:none", "-classpath", path));
        // Java 17 is what is compiled for. The option would have it read another copy of its own API, which takes
        // longer.
        if (Runtime.version().feature() > 17) {
            options.addAll(List.of("--release", "17"));
        }
        List<SourceFile> files =
                compilation.sources().stream().map(SourceFile::new).toList();
        try (Memory memory = new Memory(compiler.getStandardFileManager(problems, null, null))) {
            if (!compiler.getTask(null, memory, problems, options, null, files).call()) {
                throw new IllegalArgumentException("a test's function does not compile: " + problems.getDiagnostics());
            }
            return memory.classes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class SourceFile extends SimpleJavaFileObject {

        private final String text;

        SourceFile(FunctionSource source) {
            super(URI.create("memory:///" + source.className().replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            text = source.text();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class ClassFile extends SimpleJavaFileObject {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        ClassFile(String path) {
            super(URI.create("memory:///" + path), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    /** Keeps the class files that the compiler writes. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ClassFile> written = new TreeMap<>();

        Memory(JavaFileManager manager) {
            super(manager);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            String path = className.replace('.', '/') + kind.extension;
            return written.computeIfAbsent(path, ClassFile::new);
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new TreeMap<>();
            written.forEach((path, file) -> classes.put(path, file.bytes.toByteArray()));
            return classes;
        }
    }
}
