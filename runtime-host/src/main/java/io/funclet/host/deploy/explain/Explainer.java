package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.PathFault;
import io.funclet.host.deploy.set.JarSets;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.HandlerStatus;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what an operator means by a name, and explains why it runs, or does not. */
final class Explainer {

    private final DeployContext context;
    private final DeployedFiles known;
    private final JarSets sets;
    private final CodeDirectory directory;
    private final DirectoryStatus status;

    /** Normalized, so that equal paths are equal. */
    private final Path path;

    Explainer(
            DeployContext context, DeployedFiles known, JarSets sets, CodeDirectory directory, DirectoryStatus status) {
        this.context = context;
        this.known = known;
        this.sets = sets;
        this.directory = directory;
        this.status = status;
        this.path = directory.path().toAbsolutePath().normalize();
    }

    /** The files with this name, or else those that serve or offer a function with it; also a new file. */
    Set<String> files(String subject) {
        Set<String> meant = new TreeSet<>();
        status.files().stream().filter(file -> isCalled(file, subject)).forEach(file -> meant.add(file.file()));
        if (meant.isEmpty()) {
            status.handlers().stream()
                    .filter(handler -> handler.serving() != null && handler.isCalled(subject))
                    .forEach(handler -> meant.add(handler.serving().file()));
        }
        if (meant.isEmpty()) {
            status.files().stream()
                    .filter(file -> file.functions().contains(subject))
                    .forEach(file -> meant.add(file.file()));
        }
        if (meant.isEmpty()
                && JarName.is(subject)
                && subject.indexOf('/') < 0
                && Files.exists(path.resolve(subject), LinkOption.NOFOLLOW_LINKS)) {
            meant.add(subject);
        }
        return meant;
    }

    /** Whether a file has a name: its own, with or without its path, or that of its bundle. */
    private boolean isCalled(FileStatus file, String subject) {
        return file.file().equals(subject)
                || directory.label(file.file()).equals(subject)
                || path.resolve(file.file()).toString().equals(subject)
                || isCalled(file.bundle() + " " + file.version(), subject)
                || file.last() != null
                        && file.last().isBad()
                        && isCalled(file.last().bundle(), subject);
    }

    /** By its symbolic name, with or without its version. */
    private static boolean isCalled(String bundle, String subject) {
        return !bundle.isBlank() && (bundle.equals(subject) || bundle.startsWith(subject + " "));
    }

    /** Everything with this name; empty if there is nothing. */
    List<Explanation> explain(String subject) {
        List<Explanation> explanations = new ArrayList<>();
        FileExplanation files = new FileExplanation(context, known, sets, directory, status);
        FunctionExplanation functions = new FunctionExplanation(directory, status, files);
        for (HandlerStatus handler : status.handlers()) {
            if (handler.isCalled(subject)) {
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
            functions.ofPromised(subject).ifPresent(explanations::add);
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
        Path file;
        try {
            file = path.resolve(name).normalize();
        } catch (InvalidPathException noFile) {
            return;
        }
        if (!file.startsWith(path) || file.equals(path)) {
            return;
        }
        List<Explanation> because = new ArrayList<>();
        status.history().stream()
                .filter(outcome -> outcome.file().equals(directory.label(name)))
                .findFirst()
                .ifPresent(outcome -> because.add(Explanation.neutral("last: " + outcome)));
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            explanations.add(new ConfigurationExplanation(context, directory)
                    .of(name)
                    .orElseGet(() -> unnoticed(file, because)));
        } else if (!because.isEmpty()) {
            explanations.add(Explanation.neutral("there is no " + subject + " any more", because));
        }
    }

    private Explanation unnoticed(Path file, List<Explanation> because) {
        String why = whyNotLookedAt(file);
        if (why != null) {
            because.add(0, Explanation.neutral("it " + why));
            return Explanation.bad(file + " is not looked at", because);
        }
        if (context.workers().areClosed()) {
            because.add(0, Explanation.neutral("the runtime is stopping"));
        }
        return Explanation.neutral(file + " has not been noticed yet", because);
    }

    /** {@code null} if it is looked at. */
    private String whyNotLookedAt(Path file) {
        String name = file.getFileName().toString();
        if (Files.isDirectory(file)) {
            return PathFault.of(file).orElse("is a directory") + ": code directories are flat";
        }
        Optional<String> misnamed = JarName.fault(name);
        if (misnamed.isPresent()) {
            return misnamed.get();
        }
        if (!file.getParent().equals(path)) {
            return "is in a subdirectory: code directories are flat";
        }
        return PathFault.of(file).orElse(null);
    }
}
