package io.funclet.host.cli.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.funclet.host.cli.CommandLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The commands in this JVM, and jars for them. */
final class Commands {

    private Commands() {}

    /** What a command has said, and its exit status. */
    record Said(int status, String out, String err) {}

    static Said run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = CommandLine.run(
                Stream.of(arguments).map(Object::toString).toArray(String[]::new),
                served -> fail("serves"),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new Said(status, out.toString(), err.toString());
    }

    static Said succeed(Object... arguments) {
        Said said = run(arguments);
        assertEquals(0, said.status(), said::toString);
        return said;
    }

    /** A zip file with this text. */
    static Path jar(Path directory, String name, String text) throws IOException {
        Path jar = Files.createDirectories(directory).resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("text"));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    /** The files of a directory that a runtime reads, with their content. */
    static Map<String, String> visible(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".")) {
                    files.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }

    static String content(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
