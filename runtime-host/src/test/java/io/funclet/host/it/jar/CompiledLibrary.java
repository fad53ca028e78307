package io.funclet.host.it.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Native code, compiled by the compilers of this machine; a test is skipped where there are none. */
public record CompiledLibrary(Path file) {

    /** A helper library with a function {@code helper}, which returns a number. */
    public static CompiledLibrary helper(Path directory, String soname, int answer) throws Exception {
        return compile(
                directory.resolve(soname), "int helper(void) { return " + answer + "; }", "-Wl,-soname," + soname);
    }

    /** A library with {@code native int ask()} of a class, which returns a number. */
    public static CompiledLibrary of(Path file, String className, int answer) throws Exception {
        return compile(file, "int " + symbol(className) + "(void *env, void *self) { return " + answer + "; }");
    }

    /** As before, and it keeps the class by a global reference ({@code NewGlobalRef}, the 22nd function). */
    public static CompiledLibrary keeping(Path file, String className, int answer) throws Exception {
        return compile(
                file,
                "int " + symbol(className) + "(void ***env, void *self) {"
                        + " ((void *(*)(void *, void *)) (*env)[21])(env, self); return " + answer + "; }");
    }

    /**
     * A library with {@code native int ask()} of a class, which asks {@code helper} of another library. That lies beside it,
     * by its run path.
     */
    public CompiledLibrary user(String className) throws Exception {
        return compile(
                file.resolveSibling("libuser.so"),
                "int helper(void); int " + symbol(className) + "(void *env, void *self) { return helper(); }",
                file.toString(),
                "-Wl,-soname,libuser.so",
                "-Wl,-rpath,$ORIGIN");
    }

    /** A library that needs this one, and that Java does not load. */
    public CompiledLibrary plugin() throws Exception {
        return compile(
                file.resolveSibling("plugin.so"),
                "int helper(void); int plugin(void) { return helper(); }",
                file.toString());
    }

    /** A C++ library with {@code native int ask()} of a class, which returns an inline variable. */
    public static CompiledLibrary withVariable(Path file, String className, int value) throws Exception {
        return compile(
                file,
                "inline int shared = " + value + "; extern \"C\" int " + symbol(className)
                        + "(void *env, void *self) { return shared; }",
                "-std=c++17",
                "-Wl,-soname," + file.getFileName());
    }

    private static String symbol(String className) {
        return "Java_" + className.replace("_", "_1").replace('.', '_') + "_ask";
    }

    /** What {@code Include-Resource} of bnd makes an entry of. */
    public String entry(String path) {
        return path + "=" + file;
    }

    private static CompiledLibrary compile(Path file, String code, String... options) throws Exception {
        boolean isC = !code.contains("extern \"C\"");
        String compiler = isC ? "gcc" : "g++";
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, compiler))),
                "there is no " + compiler);
        Files.createDirectories(file.getParent());
        Path source = Files.writeString(file.resolveSibling(file.getFileName() + (isC ? ".c" : ".cc")), code);
        List<String> command =
                new ArrayList<>(List.of(compiler, "-shared", "-fPIC", "-o", file.toString(), source.toString()));
        command.addAll(List.of(options));
        Process compilation =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(compilation.getInputStream().readAllBytes());
        assertEquals(0, compilation.waitFor(), said);
        return new CompiledLibrary(file);
    }
}
