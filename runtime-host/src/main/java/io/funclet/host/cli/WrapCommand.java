package io.funclet.host.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a bundle of a plain jar and its libraries. */
@Command(
        name = "wrap",
        header = "Make a bundle of a plain jar and its libraries.",
        description =
                "For functions that are built without bnd: by Gradle, sbt, javac, in Kotlin or Scala. The bundle carries the"
                        + " libraries as whole jars. Each class with @FunctionName becomes a function, also without @Component."
                        + " What the function itself uses must be in the bundle or beside it; what libraries mention is"
                        + " optional. Needs no network and no running runtime. Then checks the bundle as 'funclet check' does.",
        exitCodeList = {
            "0:The bundle is written, and would be deployed.",
            "1:It cannot be made; or it is written, and would be rejected or wait."
        },
        footer = {
            "  funclet wrap build/libs/thermo.jar -o thermo-bundle.jar --with libs/",
            "  funclet wrap target/thermo-1.2.0.jar -o thermo.jar --with target/libs"
        })
final class WrapCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "JAR", description = "The jar with the function, as the build makes it.")
    private Path jar;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The bundle to write. It replaces a file of this name.")
    private Path output;

    @Option(
            names = "--with",
            arity = "1..*",
            paramLabel = "JAR-or-DIR",
            description = "Libraries to carry: jars, or directories of jars. What Funclet brings is left out: its API,"
                    + " slf4j-api, OSGi.")
    private List<Path> libraries = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The symbolic name, instead of the jar's: of its module, of Maven, of its file.")
    private String name;

    @Option(
            names = "--bundle-version",
            paramLabel = "VERSION",
            description = "The version, instead of the jar's: of Maven, of its manifest, of its file name.")
    private String version;

    @Override
    public Integer call() throws IOException, InterruptedException {
        mustExist(jar);
        for (Path library : libraries) {
            if (!Files.isDirectory(library)) {
                mustExist(library);
            }
        }
        if (Files.exists(output) && Files.isSameFile(output, jar)) {
            throw new IOException(
                    "the bundle would replace the jar that it is made of: give -o another name than " + jar);
        }
        Path directory = output.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            throw new IOException("there is no directory " + directory + " for the bundle");
        }
        PrintWriter out = spec.commandLine().getOut();
        BundleWrapping.run(arguments()).forEach(out::println);
        return CheckCommand.check(out, output, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("function", jar.toString(), "output", output.toString()));
        if (name != null) {
            arguments.addAll(List.of("name", name));
        }
        if (version != null) {
            arguments.addAll(List.of("version", version));
        }
        libraries.forEach(library -> arguments.addAll(List.of("library", library.toString())));
        return arguments;
    }

    private static void mustExist(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory: a jar is expected");
        }
        if (!Files.exists(file)) {
            throw new IOException("there is no file " + file);
        }
    }
}
