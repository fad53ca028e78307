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

/**
 * Which files of a code directory would bring a function, as the XML of their components has it, and what keeps them from
 * it. What cannot be read promises nothing.
 */
final class FunctionPromises {

    private final CodeDirectory directory;
    private final DirectoryStatus status;
    private final FileExplanation files;

    FunctionPromises(CodeDirectory directory, DirectoryStatus status, FileExplanation files) {
        this.directory = directory;
        this.status = status;
        this.files = files;
    }

    /** Of all files that do not offer it, why each of those does not that would. */
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
                    .map(failed -> promise(
                            "what stands in " + directory.label(file.file()) + " now would bring it", List.of(failed)));
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
            // Of what is not resolved, not by the framework: it would try to resolve it.
            return jar.isUp()
                    ? ComponentDescriptions.of(jar.bundle()).functions().contains(function)
                    : ComponentDescriptions.functionsOf(jar.staged().copy()).contains(function);
        } catch (IllegalStateException uninstalledMeanwhile) {
            return false;
        }
    }
}
