package io.funclet.host.cli.dev;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** The JDK's compiler, kept warm: it opens the jars of the class path once. For one thread. */
final class SourceCompiler implements AutoCloseable {

    private final JavaCompiler javac;
    private final StandardJavaFileManager files;
    private final Path base;

    private SourceCompiler(JavaCompiler javac, StandardJavaFileManager files, Path base) {
        this.javac = javac;
        this.files = files;
        this.base = base;
    }

    /**
     * @param base the directory that errors name files from
     * @throws IOException if this Java has no compiler
     */
    static SourceCompiler of(Path base, Collection<Path> classPath, Charset encoding) throws IOException {
        JavaCompiler javac = compiler();
        StandardJavaFileManager files = javac.getStandardFileManager(null, Locale.ENGLISH, encoding);
        files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
        return new SourceCompiler(javac, files, base);
    }

    /** @throws IOException if this Java has none */
    static JavaCompiler compiler() throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IOException("funclet dev needs a JDK, and " + System.getProperty("java.home")
                    + " has no compiler: set FUNCLET_JAVA_HOME to a JDK");
        }
        return javac;
    }

    /**
     * Compiles all sources.
     *
     * @param classes an empty directory
     * @throws BuildException with each error: file, line, message, and the source line
     */
    void compile(Collection<Path> sources, List<String> options, Path classes) throws BuildException, IOException {
        files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> all = new ArrayList<>(List.of("-g", "-proc:none", "-implicit:none"));
        all.addAll(options);
        boolean done;
        try {
            done = javac.getTask(
                            null,
                            files,
                            diagnostics,
                            all,
                            null,
                            files.getJavaFileObjectsFromPaths(List.copyOf(sources)))
                    .call();
        } catch (IllegalArgumentException option) {
            throw new BuildException("javac rejects an option of this project: " + option.getMessage());
        }
        if (!done) {
            List<String> lines = new ArrayList<>();
            for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
                if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                    describe(diagnostic, lines);
                }
            }
            throw new BuildException(lines);
        }
    }

    private void describe(Diagnostic<? extends JavaFileObject> error, List<String> lines) throws IOException {
        String[] message = error.getMessage(Locale.ENGLISH).split("\\R");
        JavaFileObject source = error.getSource();
        if (source == null) {
            lines.addAll(List.of(message));
            return;
        }
        Path file = base.relativize(Path.of(source.toUri()));
        lines.add(file + ":" + error.getLineNumber() + ": " + message[0]);
        List<String> text = source.getCharContent(true).toString().lines().toList();
        if (error.getLineNumber() >= 1 && error.getLineNumber() <= text.size()) {
            String line = text.get((int) error.getLineNumber() - 1);
            lines.add("    " + line);
            // A tab stays one, so that the mark stands below its column.
            String before = line.substring(0, (int) Math.max(0, Math.min(error.getColumnNumber() - 1, line.length())));
            lines.add("    " + before.replaceAll("[^\t]", " ") + "^");
        }
        for (int i = 1; i < message.length; i++) {
            lines.add("    " + message[i].strip());
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
