package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.PathFault;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.HandlerStatus;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Explains why something of a code directory runs, or does not. */
final class Explainer {

    private final DeployContext context;
    private final CodeDirectory directory;
    private final DirectoryStatus status;
    private final FileExplanation files;
    private final SubjectFiles named;

    Explainer(DeployContext context, CodeDirectory directory, DirectoryStatus status) {
        this.context = context;
        this.directory = directory;
        this.status = status;
        this.files = new FileExplanation(context, directory, status);
        this.named = new SubjectFiles(directory, status);
    }

    /** Everything with this name; empty if there is nothing. */
    List<Explanation> explain(String subject) {
        List<Explanation> explanations = new ArrayList<>();
        FunctionExplanation functions = new FunctionExplanation(directory, status, files);
        for (HandlerStatus handler : status.handlers()) {
            if (handler.isCalled(subject)) {
                explanations.add(functions.of(handler));
            }
        }
        boolean asked = !explanations.isEmpty();
        for (FileStatus file : status.files()) {
            if (named.isCalled(file, subject) || !asked && file.functions().contains(subject)) {
                explanations.add(files.of(file));
            }
        }
        if (explanations.isEmpty()) {
            functions.ofPromised(subject, directory.handlers().areOpen()).ifPresent(explanations::add);
        }
        if (explanations.isEmpty()) {
            explainWhatIsNotWatched(subject, explanations);
        }
        return explanations;
    }

    private void explainWhatIsNotWatched(String subject, List<Explanation> explanations) {
        // As the log names files.
        String prefix = directory.label("");
        String name = subject.startsWith(prefix) ? subject.substring(prefix.length()) : subject;
        Path path;
        try {
            path = named.path().resolve(name).normalize();
        } catch (InvalidPathException noFile) {
            return;
        }
        if (!path.startsWith(named.path()) || path.equals(named.path())) {
            return;
        }
        List<Explanation> because = new ArrayList<>();
        status.history().stream()
                .filter(outcome -> outcome.file().equals(directory.label(name)))
                .findFirst()
                .ifPresent(outcome -> because.add(Explanation.neutral("last: " + outcome)));
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            explanations.add(unnoticed(path, because));
        } else if (!because.isEmpty()) {
            explanations.add(new Explanation(Tone.NEUTRAL, "there is no " + subject + " any more", because));
        }
    }

    private Explanation unnoticed(Path path, List<Explanation> because) {
        String why = whyNotLookedAt(path);
        if (why != null) {
            because.add(0, Explanation.neutral("it " + why));
            return new Explanation(Tone.BAD, path + " is not looked at", because);
        }
        if (context.workers().areClosed()) {
            because.add(0, Explanation.neutral("the runtime is stopping"));
        }
        return new Explanation(Tone.NEUTRAL, path + " has not been noticed yet", because);
    }

    /** {@code null} if it is looked at. */
    private String whyNotLookedAt(Path path) {
        String name = path.getFileName().toString();
        if (Files.isDirectory(path)) {
            return PathFault.of(path).orElse("is a directory") + ": code directories are flat";
        }
        if (name.startsWith(".")) {
            return "begins with a dot, as tools name unfinished files";
        }
        if (!JarName.is(name)) {
            return "is not called *.jar";
        }
        if (!path.getParent().equals(named.path())) {
            return "is in a subdirectory: code directories are flat";
        }
        return PathFault.of(path).orElse(null);
    }
}
