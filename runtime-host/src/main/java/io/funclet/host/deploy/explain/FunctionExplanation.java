package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.FileStatus.State;
import io.funclet.host.deploy.status.HandlerStatus;
import io.funclet.host.deploy.status.RankedProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Why a bundle serves a function, or why none does. */
final class FunctionExplanation {

    private final CodeDirectory directory;
    private final DirectoryStatus status;
    private final FileExplanation files;

    FunctionExplanation(CodeDirectory directory, DirectoryStatus status, FileExplanation files) {
        this.directory = directory;
        this.status = status;
        this.files = files;
    }

    Explanation of(HandlerStatus handler) {
        RankedProvider serving = handler.serving();
        List<Explanation> because = new ArrayList<>();
        for (FileStatus file : status.files()) {
            if (serving != null && serving.file().equals(file.file())) {
                because.addAll(files.faults(file));
            } else if (file.functions().contains(handler.function())) {
                because.add(
                        Explanation.neutral(name(file) + " offers it, too: " + FileExplanation.whyNot(handler, file)));
            }
        }
        boolean isOffered = !because.isEmpty();
        because.addAll(promises(handler.function()));
        String function = "function " + handler.called();
        if (serving != null) {
            if (serving.onEventLoops()) {
                because.add(Explanation.neutral("its calls run on event loops"));
            }
            boolean faulty = because.stream().anyMatch(Explanation::isBad);
            return new Explanation(
                    faulty ? Tone.BAD : Tone.GOOD,
                    function + " is served by " + serving.bundle() + " " + serving.version() + " ("
                            + directory.label(serving.file()) + ")",
                    because);
        }
        if (because.isEmpty()) {
            addWhatMightServe(because, handler);
        }
        String asks = handler.names().contains(handler.handler()) ? "it" : "its handler " + handler.handler();
        String why = isOffered
                ? asks + " accepts none of those that offer it"
                : "no bundle in " + status.path() + " offers " + asks;
        return Explanation.bad(function + " is not served: " + why, because);
    }

    /** For a function that no handler asks for; empty if no file has it. */
    Optional<Explanation> ofPromised(String function) {
        List<Explanation> because = promises(function);
        String why = directory.handlers().areOpen()
                ? "no bundle in " + status.path() + " offers it"
                : "no configured function asks for it";
        return because.isEmpty()
                ? Optional.empty()
                : Optional.of(Explanation.bad(
                        "function " + directory.handlers().names().full(function) + " is not served: " + why, because));
    }

    /** No bundle offers it: it may be in a rejected file, or have another name. */
    private void addWhatMightServe(List<Explanation> because, HandlerStatus handler) {
        Set<String> offered = new TreeSet<>();
        for (FileStatus file : status.files()) {
            offered.addAll(file.functions());
            List<Explanation> faults = files.faults(file);
            if (!faults.isEmpty() || file.state() == State.PENDING) {
                because.add(Explanation.bad(name(file) + " is " + FileStateText.of(file), faults));
            }
        }
        if (!offered.isEmpty()) {
            because.add(Explanation.neutral("offered there are: " + String.join(", ", offered)
                    + "; the handler asks for " + handler.function()));
        }
        if (status.files().stream().allMatch(file -> file.state() == State.REMOVED)) {
            because.add(Explanation.neutral(
                    Files.isDirectory(status.path())
                            ? "there is no jar in the directory"
                            : "the code directory " + status.path() + " is not there, or may not be read"));
        }
    }

    private String name(FileStatus file) {
        String bundle = file.bundle().isEmpty() ? "" : file.bundle() + " " + file.version() + " ";
        return bundle + "(" + directory.label(file.file()) + ")";
    }

    /** Why each file that would bring a function, by the XML of its components, does not. */
    private List<Explanation> promises(String function) {
        return status.files().stream()
                .filter(file ->
                        file.state() != State.REMOVED && !file.functions().contains(function))
                .flatMap(file -> promise(function, file).stream())
                .toList();
    }

    private Optional<Explanation> promise(String function, FileStatus file) {
        Optional<InstalledJar> installed = files.installed(file);
        if (installed.isPresent() && promises(installed.get(), function)) {
            return Optional.of(wouldBring(
                    file, installed.get().isUp() ? "its component is not up" : "is " + FileStateText.of(file)));
        }
        Optional<Explanation> failedUpdate = files.failedUpdate(file);
        Path path = directory.path().resolve(file.file());
        if (installed.isPresent() && failedUpdate.isEmpty()
                || !ComponentDescriptions.functionsOf(path).contains(function)) {
            return Optional.empty();
        }
        return failedUpdate
                .map(failed ->
                        Explanation.bad("the new " + directory.label(file.file()) + " would bring it", List.of(failed)))
                .or(() -> Optional.of(wouldBring(file, "is " + FileStateText.of(file))));
    }

    private Explanation wouldBring(FileStatus file, String but) {
        return Explanation.bad(files.name(file) + " would bring it, but " + but, files.faults(file));
    }

    private static boolean promises(InstalledJar jar, String function) {
        try {
            // Not by the framework if it is not resolved: that would try to resolve it.
            return jar.isUp()
                    ? ComponentDescriptions.of(jar.bundle()).functions().contains(function)
                    : ComponentDescriptions.functionsOf(jar.staged().copy()).contains(function);
        } catch (IllegalStateException uninstalledMeanwhile) {
            return false;
        }
    }
}
