package io.funclet.host.it.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.runtime.Operator.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Jars, and a code directory for which they are checked. */
public abstract class CheckedJars {

    @TempDir
    public Path directory;

    public Operator operator;
    public Path code;

    @BeforeEach
    public void prepare() throws Exception {
        operator = new Operator(directory, Files.createDirectory(directory.resolve("tmp")));
        code = Files.createDirectory(directory.resolve("code"));
    }

    public Said check(Path jar, String... options) throws Exception {
        return operator.run(Stream.concat(Stream.of("check", jar.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    /** In a process of its own, which leaves nothing behind. */
    public Said checkAlone(Path jar) throws Exception {
        Said said = operator.launch("check", jar.toString());
        try (Stream<Path> left = Files.list(operator.temporary())) {
            assertEquals(List.of(), left.toList(), "files that are left");
        }
        return said;
    }
}
