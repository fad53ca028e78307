package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.FileStatus.State;
import io.funclet.host.deploy.status.HandlerStatus;
import io.funclet.host.deploy.status.RankedProvider;
import java.nio.file.Files;
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
    private final FunctionPromises promises;

    FunctionExplanation(CodeDirectory directory, DirectoryStatus status, FileExplanation files) {
        this.directory = directory;
        this.status = status;
        this.files = files;
        this.promises = new FunctionPromises(directory, status, files);
    }

    Explanation of(HandlerStatus handler) {
        return handler.serving() == null ? ofUnserved(handler) : ofServed(handler, handler.serving());
    }

    private Explanation ofServed(HandlerStatus handler, RankedProvider serving) {
        List<Explanation> because = new ArrayList<>();
        for (FileStatus file : status.files()) {
            if (serving.file().equals(file.file())) {
                because.addAll(files.faults(file));
            } else if (file.functions().contains(handler.function())) {
                because.add(offersToo(handler, file));
            }
        }
        because.addAll(promises.of(handler.function()));
        String text = "function " + handler.called() + " is served by " + serving.bundle() + " " + serving.version()
                + " (" + directory.label(serving.file()) + ")";
        boolean faulty = because.stream().anyMatch(each -> each.tone() == Tone.BAD);
        return new Explanation(faulty ? Tone.BAD : Tone.GOOD, text, because);
    }

    private Explanation ofUnserved(HandlerStatus handler) {
        List<Explanation> because = new ArrayList<>();
        for (FileStatus file : status.files()) {
            if (file.functions().contains(handler.function())) {
                because.add(offersToo(handler, file));
            }
        }
        boolean isOffered = !because.isEmpty();
        because.addAll(promises.of(handler.function()));
        if (because.isEmpty()) {
            addWhatMightServe(because, handler);
        }
        String asks = handler.names().contains(handler.handler()) ? "it" : "its handler " + handler.handler();
        String why = isOffered
                ? asks + " accepts none of those that offer it"
                : "no bundle in " + status.path() + " offers " + asks;
        return new Explanation(Tone.BAD, "function " + handler.called() + " is not served: " + why, because);
    }

    private Explanation offersToo(HandlerStatus handler, FileStatus file) {
        return Explanation.neutral(name(file) + " offers it, too: " + FileExplanation.whyNot(handler, file));
    }

    /** For a function that no handler asks for; empty if no file has it. */
    Optional<Explanation> ofPromised(String function, boolean anyIsServed) {
        List<Explanation> because = promises.of(function);
        String why =
                anyIsServed ? "no bundle in " + status.path() + " offers it" : "no configured function asks for it";
        return because.isEmpty()
                ? Optional.empty()
                : Optional.of(new Explanation(Tone.BAD, "function " + function + " is not served: " + why, because));
    }

    /** No bundle offers it: it may be in a rejected file, or have another name. */
    private void addWhatMightServe(List<Explanation> because, HandlerStatus handler) {
        Set<String> offered = new TreeSet<>();
        for (FileStatus file : status.files()) {
            offered.addAll(file.functions());
            List<Explanation> faults = files.faults(file);
            if (!faults.isEmpty() || file.state() == State.PENDING) {
                because.add(new Explanation(Tone.BAD, name(file) + " is " + FileExplanation.words(file), faults));
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
}
