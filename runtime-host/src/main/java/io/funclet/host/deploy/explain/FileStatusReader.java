package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.FileStatus.State;
import io.funclet.host.deploy.status.Origin;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.deploy.status.RetryStatus;
import java.util.Set;

/** Reads the status of a file. */
final class FileStatusReader {

    private FileStatusReader() {}

    /** @param serving whether it serves at least one of its functions */
    static FileStatus of(DeployedFile file, boolean serving) {
        InstalledJar jar = file.current();
        Outcome last = file.outcomes().last();
        RetryStatus retry = file.outcomes().retry().status();
        Set<String> functions = jar == null ? Set.of() : jar.functions().names();
        State state = jar == null ? absent(file, last) : present(jar, functions, serving);
        if (jar != null) {
            return file(file, state, jar.staged(), functions);
        }
        StagedJar part = PlainPart.of(file);
        if (part != null) {
            return file(file, State.ACTIVE, part, functions);
        }
        // From the outcome: there is no bundle.
        String[] bundle = (last == null ? "" : last.bundle()).split(" ", 2);
        return new FileStatus(
                file.name(), state, bundle[0], bundle.length == 1 ? "" : bundle[1], functions, last, retry, "", "");
    }

    private static FileStatus file(DeployedFile file, State state, StagedJar staged, Set<String> functions) {
        Origin origin = staged.origin();
        return new FileStatus(
                file.name(),
                state,
                staged.symbolicName(),
                staged.version().toString(),
                functions,
                file.outcomes().last(),
                file.outcomes().retry().status(),
                origin.signer(),
                origin.sha256());
    }

    private static State present(InstalledJar jar, Set<String> functions, boolean serving) {
        if (serving) {
            return State.SERVING;
        }
        if (!jar.isUp()) {
            return State.WAITING;
        }
        if (!functions.isEmpty()) {
            return State.STANDBY;
        }
        return jar.waitsFor().isEmpty() ? State.ACTIVE : State.WAITING;
    }

    private static State absent(DeployedFile file, Outcome last) {
        Kind kind = last == null ? Kind.INCOMPLETE : last.kind();
        return switch (kind) {
            case REJECTED -> State.REJECTED;
            case WAITING -> State.WAITING;
            case REMOVED -> State.REMOVED;
            // Between two looks.
            case DEPLOYED, UPDATED, UNCHANGED, INCOMPLETE ->
                last != null && JarName.isSet(file.name()) ? State.ACTIVE : State.PENDING;
        };
    }
}
