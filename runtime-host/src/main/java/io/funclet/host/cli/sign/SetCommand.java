package io.funclet.host.cli.sign;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a set. */
@Command(
        name = "set",
        header = "Make a set: jars that are deployed together, or not at all.",
        description =
                "Writes a list of the names of the jars and of their digests. Put it into the code directory before the jars."
                        + " If the jars are in several directories, the list names these, and the set belongs into each."
                        + " Needs no running runtime.",
        exitCodeList = {"0:The set is made.", "1:It cannot be made."},
        footer = {
            "  funclet set gateway.set.jar build/thermo.jar build/alarm.jar",
            "  funclet sign gateway.set.jar --keystore keys.p12 --storepass:env STOREPASS"
        })
public final class SetCommand implements Callable<Integer> {

    private static final String ENTRY = "set.sha256";
    private static final String ENDING = ".set.jar";

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME.set.jar", description = "The file to write.")
    private Path output;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "JAR", description = "The jars.")
    private List<Path> jars;

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        if (!output.getFileName().toString().endsWith(ENDING)) {
            throw new IOException("the name of a set ends with " + ENDING + ", and not as " + output);
        }
        boolean several = jars.stream().map(SetCommand::directory).distinct().count() > 1;
        List<String> lines = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                throw new IOException("there is no file " + jar);
            }
            String name = jar.getFileName().toString();
            lines.add(JarSigning.sha256(jar) + "  " + (several ? directory(jar).getFileName() + "/" + name : name));
        }
        Path unfinished = output.resolveSibling("." + output.getFileName() + ".part");
        try {
            write(unfinished, String.join("\n", lines) + "\n");
            Files.move(unfinished, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(output + " is a set of " + jars.size() + " jars");
        lines.forEach(out::println);
        return 0;
    }

    private static Path directory(Path jar) {
        return jar.toAbsolutePath().normalize().getParent();
    }

    /** The same list is the same file. */
    private static void write(Path file, String list) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry(ENTRY);
            entry.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0));
            zip.putNextEntry(entry);
            zip.write(list.getBytes(StandardCharsets.UTF_8));
        }
    }
}
