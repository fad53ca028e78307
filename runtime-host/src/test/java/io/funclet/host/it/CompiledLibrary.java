package io.funclet.host.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Native code, compiled by the C compiler of this machine; a test is skipped where there is none. */
record CompiledLibrary(Path file) {

    /** A helper library with a function {@code helper}, which returns a number. */
    static CompiledLibrary helper(Path directory, String soname, int answer) throws Exception {
        return compile(
                directory.resolve(soname), "int helper(void) { return " + answer + "; }", "-Wl,-soname," + soname);
    }

    /**
     * A library with {@code native int ask()} of a class, which asks {@code helper} of another library. That lies beside it,
     * by its run path.
     */
    CompiledLibrary user(String className) throws Exception {
        String symbol = "Java_" + className.replace("_", "_1").replace('.', '_') + "_ask";
        return compile(
                file.resolveSibling("libuser.so"),
                "int helper(void); int " + symbol + "(void *env, void *self) { return helper(); }",
                file.toString(),
                "-Wl,-soname,libuser.so",
                "-Wl,-rpath,$ORIGIN");
    }

    /** What {@code Include-Resource} of bnd makes an entry of. */
    String entry(String path) {
        return path + "=" + file;
    }

    private static CompiledLibrary compile(Path file, String code, String... options) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "gcc"))),
                "there is no gcc");
        Files.createDirectories(file.getParent());
        Path source = Files.writeString(file.resolveSibling(file.getFileName() + ".c"), code);
        List<String> command =
                new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-o", file.toString(), source.toString()));
        command.addAll(List.of(options));
        Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(gcc.getInputStream().readAllBytes());
        assertEquals(0, gcc.waitFor(), said);
        return new CompiledLibrary(file);
    }
}
