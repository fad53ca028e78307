package io.funclet.host.deploy;

import io.funclet.host.deploy.Explanation.Tone;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Answers why something of a code directory runs, or does not. */
final class Explainer {

    private final Ground ground;
    private final CodeDirectory directory;
    private final DirectoryStatus status;
    private final FileExplanation files;

    Explainer(Ground ground, CodeDirectory directory, DirectoryStatus status) {
        this.ground = ground;
        this.directory = directory;
        this.status = status;
        this.files = new FileExplanation(ground, directory, status);
    }

    /** All that is known there by a name; empty if nothing is. */
    List<Explanation> explain(String subject) {
        List<Explanation> explanations = new ArrayList<>();
        FunctionExplanation functions = new FunctionExplanation(directory, status, files);
        for (HandlerStatus handler : status.handlers()) {
            if (handler.names().contains(subject)
                    || handler.function().equals(subject)
                    || handler.handler().equals(subject)) {
                explanations.add(functions.of(handler));
            }
        }
        boolean asked = !explanations.isEmpty();
        for (FileStatus file : status.files()) {
            if (isCalled(file, subject) || !asked && file.functions().contains(subject)) {
                explanations.add(files.of(file));
            }
        }
        if (explanations.isEmpty()) {
            explainWhatIsNotWatched(subject, explanations);
        }
        return explanations;
    }

    private boolean isCalled(FileStatus file, String subject) {
        return file.file().equals(subject)
                || directory.label(file.file()).equals(subject)
                || directory.path().resolve(file.file()).toString().equals(subject)
                || !file.bundle().isEmpty()
                        && (file.bundle().equals(subject) || (file.bundle() + " " + file.version()).equals(subject));
    }

    private void explainWhatIsNotWatched(String subject, List<Explanation> explanations) {
        Path path;
        try {
            path = directory.path().resolve(subject);
        } catch (InvalidPathException noFile) {
            return;
        }
        if (!path.normalize().startsWith(directory.path()) || path.equals(directory.path()) || !Files.exists(path)) {
            status.history().stream()
                    .filter(outcome -> outcome.file().equals(directory.label(subject)))
                    .findFirst()
                    .ifPresent(outcome -> explanations.add(
                            Explanation.neutral("there is no " + subject + " any more; last: " + outcome)));
            return;
        }
        String name = path.getFileName().toString();
        String why;
        if (Files.isDirectory(path)) {
            why = "is a directory: code directories are flat";
        } else if (name.startsWith(".")) {
            why = "begins with a dot: tools write so what is not finished yet";
        } else if (!JarName.is(name)) {
            why = "is not called *.jar";
        } else if (!path.getParent().equals(directory.path())) {
            why = "is in a subdirectory: code directories are flat";
        } else {
            explanations.add(new Explanation(
                    Tone.NEUTRAL,
                    path + " has not been noticed yet",
                    ground.workers().areClosed()
                            ? List.of(Explanation.neutral("the runtime is stopping"))
                            : List.of()));
            return;
        }
        explanations.add(
                new Explanation(Tone.BAD, path + " is not looked at", List.of(Explanation.neutral("it " + why))));
    }
}
