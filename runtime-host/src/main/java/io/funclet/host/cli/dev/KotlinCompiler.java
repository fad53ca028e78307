package io.funclet.host.cli.dev;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Kotlin compiler of a project, kept warm in a class loader of its own. For one thread. */
final class KotlinCompiler implements AutoCloseable {

    /** What {@code kotlinc} runs, too. Its method {@code exec} is the same in each Kotlin since 1.0. */
    private static final String COMPILER = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler";

    /** {@code /path/File.kt:7:12: error: message}, or the same without a place. */
    private static final Pattern MESSAGE =
            Pattern.compile("(?:(.+):(\\d+):\\d+: )?(error|warning|info|logging|exception): (.*)");

    private static final int MOST_LINES = 40;

    private final Path base;
    private final URLClassLoader loader;

    /**
     * @param base the directory that errors name files from
     * @param jars those of the compiler
     */
    KotlinCompiler(Path base, List<Path> jars) {
        this.base = base;
        this.loader = Distribution.loader("kotlin", jars);
    }

    /**
     * Compiles all Kotlin sources.
     *
     * @param sources those, and the Java sources that they may use
     * @throws BuildException with each error: file, line, message, and the source line
     */
    void compile(Collection<Path> sources, List<Path> classPath, List<String> options, Path classes)
            throws BuildException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of(
                "-d",
                classes.toString(),
                "-classpath",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
        sources.forEach(source -> arguments.add(source.toString()));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String status;
        try {
            Class<?> compiler = loader.loadClass(COMPILER);
            status = compiler.getMethod("exec", PrintStream.class, String[].class)
                    .invoke(
                            compiler.getConstructor().newInstance(),
                            new PrintStream(said, true, StandardCharsets.UTF_8),
                            arguments.toArray(String[]::new))
                    .toString();
        } catch (InvocationTargetException failed) {
            throw new BuildException("the Kotlin compiler fails: " + failed.getCause());
        } catch (ReflectiveOperationException other) {
            throw new BuildException("the Kotlin compiler of this project is not known: " + other);
        }
        if (!status.equals("OK")) {
            throw new BuildException(describe(said.toString(StandardCharsets.UTF_8)));
        }
    }

    /** Errors with a place, as of javac; else all that the compiler has said. */
    private List<String> describe(String said) {
        List<String> errors = new ArrayList<>();
        boolean wanted = false;
        for (String line : said.lines().toList()) {
            Matcher message = MESSAGE.matcher(line);
            if (message.matches()) {
                wanted = message.group(1) != null && message.group(3).equals("error");
                if (wanted) {
                    Path file = Path.of(message.group(1)).toAbsolutePath();
                    errors.add((file.startsWith(base) ? base.relativize(file) : file) + ":" + message.group(2) + ": "
                            + message.group(4));
                }
            } else if (wanted && !line.isBlank()) {
                errors.add("    " + line);
            }
        }
        return errors.isEmpty() ? said.lines().limit(MOST_LINES).toList() : errors;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
