package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.component.ComponentDescriptions;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.FileStatus.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which files of a code directory would bring a function, by the XML of their components, and why they do not. */
final class FunctionPromises {

    private final CodeDirectory directory;
    private final DirectoryStatus status;
    private final FileExplanation files;

    FunctionPromises(CodeDirectory directory, DirectoryStatus status, FileExplanation files) {
        this.directory = directory;
        this.status = status;
        this.files = files;
    }

    /** Why each file that would bring it does not. */
    List<Explanation> of(String function) {
        List<Explanation> promises = new ArrayList<>();
        for (FileStatus file : status.files()) {
            if (file.state() != State.REMOVED && !file.functions().contains(function)) {
                of(function, file).ifPresent(promises::add);
            }
        }
        return promises;
    }

    private Optional<Explanation> of(String function, FileStatus file) {
        Optional<InstalledJar> installed = files.installed(file);
        if (installed.isPresent() && promises(installed.get(), function)) {
            String but = installed.get().isUp() ? "its component is not up" : "is " + FileExplanation.words(file);
            return Optional.of(promise(files.name(file) + " would bring it, but " + but, files.faults(file)));
        }
        Path path = directory.path().resolve(file.file());
        if (installed.isPresent()) {
            return files.failedUpdate(file)
                    .filter(failed -> ComponentDescriptions.functionsOf(path).contains(function))
                    .map(failed ->
                            promise("the new " + directory.label(file.file()) + " would bring it", List.of(failed)));
        }
        return ComponentDescriptions.functionsOf(path).contains(function)
                ? Optional.of(promise(
                        files.name(file) + " would bring it, but is " + FileExplanation.words(file),
                        files.faults(file)))
                : Optional.empty();
    }

    private static Explanation promise(String text, List<Explanation> because) {
        return new Explanation(Tone.BAD, text, because);
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
