package io.funclet.deploy.packages;

import io.funclet.host.cli.CommandLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;

/** Writes the files of the packages that are made of the command line and of the version: part of the build. */
public final class GeneratedFiles {

    /** Where the header of a gzip file says how it was compressed (RFC 1952), which Java leaves out. */
    private static final int EXTRA_FLAGS = 8;

    private static final byte SMALLEST = 2;

    private GeneratedFiles() {}

    /**
     * Writes them below a directory, as they are installed below the root.
     *
     * @param args the directory; the version; its time, as {@code 2026-11-21T00:00:00Z}
     */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        String version = args[1];
        OffsetDateTime time = OffsetDateTime.parse(args[2]);
        picocli.CommandLine funclet = CommandLine.parser(config -> 0);
        List<picocli.CommandLine> commands = new ArrayList<>(List.of(funclet));
        funclet.getSubcommands().forEach((name, command) -> {
            if (!name.equals("help")) {
                commands.add(command);
            }
        });
        for (picocli.CommandLine command : commands) {
            String page = ManualPage.of(command, version, time.toLocalDate().toString());
            compress(page, root.resolve("usr/share/man/man1/" + ManualPage.name(command) + ".1.gz"));
        }
        Path completion = Files.createDirectories(root.resolve("usr/share/bash-completion/completions"));
        // It is read, not run.
        String script = AutoComplete.bash("funclet", funclet).replaceFirst("^#!.*\n", "");
        Files.writeString(completion.resolve("funclet"), script);
        String change = """
                funclet (%s) stable; urgency=medium

                  * The changes are in CHANGELOG.md, beside this file.

                 -- The developers of Funclet <packages@funclet.io>  %s
                """.formatted(
                        version.replace("-SNAPSHOT", "~SNAPSHOT"),
                        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
                                .format(time));
        compress(change, root.resolve("usr/share/doc/funclet/changelog.gz"));
    }

    /** As small as can be, which Debian asks for, and without a time. */
    private static void compress(String text, Path file) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new SmallestGzip(compressed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = compressed.toByteArray();
        bytes[EXTRA_FLAGS] = SMALLEST;
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static final class SmallestGzip extends GZIPOutputStream {

        SmallestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
