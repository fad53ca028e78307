package io.funclet.host.cli;

import io.funclet.host.cli.project.ProjectName;
import io.funclet.host.cli.project.ProjectTemplate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the project of a function. */
@Command(
        name = "new",
        header = "Make the project of a function.",
        description =
                "Makes a folder NAME with a function of this name, its tests and a pom for Maven. The class is named after"
                        + " it, too: heat-pump gets HeatPump. Writes nothing outside of the folder, and needs no network.",
        exitCodeList = {"0:The project is there.", "1:The folder is not empty, or cannot be written."},
        footer = {
            "  funclet new thermo                 in Java, package com.example.thermo",
            "  funclet new thermo --group com.acme --kotlin",
            "  funclet dev thermo                 then runs it, and again after each change"
        })
final class NewCommand implements Callable<Integer> {

    /** The launcher sets this property if the user cannot type {@code funclet} alone. */
    private static final String COMMAND = "funclet.command";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description = "The name of the function: small letters, digits and hyphens. A path makes the folder there.")
    private Path folder;

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            defaultValue = "com.example",
            description = "The Maven group, and the beginning of the package; ${DEFAULT-VALUE} unless told.")
    private String group;

    @Option(names = "--kotlin", description = "Writes Kotlin instead of Java.")
    private boolean kotlin;

    @Override
    public Integer call() throws IOException {
        Path name = folder.normalize().getFileName();
        ProjectName project;
        try {
            project = new ProjectName(name == null ? "" : name.toString(), group);
        } catch (IllegalArgumentException invalid) {
            throw new ParameterException(spec.commandLine(), invalid.getMessage(), invalid);
        }
        List<String> files = new ProjectTemplate(kotlin ? "kotlin" : "java").write(folder, project);
        PrintWriter out = spec.commandLine().getOut();
        out.println("made " + folder + ":");
        files.forEach(file -> out.println("  " + file));
        out.println("next:");
        next(System.getProperty(COMMAND, "funclet"), folder).forEach(out::println);
        return 0;
    }

    /** @param command as the user of this process can type it */
    static List<String> next(String command, Path folder) {
        String dev = command + " dev " + folder;
        String verify = "mvn -f " + folder + " verify";
        int width = Math.max(dev.length(), verify.length());
        return List.of(
                "  " + dev + " ".repeat(width - dev.length()) + "    runs it, and again after each change",
                "  " + verify + " ".repeat(width - verify.length()) + "    builds and tests the jar");
    }
}
