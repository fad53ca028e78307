package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.Attempt;
import io.funclet.host.deploy.attempt.ChangeSet.Content;
import io.funclet.host.deploy.attempt.Changes;
import io.funclet.host.deploy.attempt.DeploymentScope;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One attempt to let all jars of a set serve: in all of its code directories, or in none. */
final class SetAttempt {

    private final DeploymentScope scope;
    private final DeploymentReport report;
    private final List<SetPart> parts;

    /** What is ready to serve, by directory. */
    private final Map<SetPart, Attempt> prepared = new LinkedHashMap<>();

    SetAttempt(DeploymentScope scope, DeploymentReport report, List<SetPart> parts) {
        this.scope = scope;
        this.report = report;
        this.parts = parts;
    }

    List<SetPart> parts() {
        return parts;
    }

    /**
     * Starts the jars that do not serve yet.
     *
     * @param set the copy of the file of the set
     * @param former whether what is kept of former versions may serve
     * @return what lacks, in words; then nothing has been started
     * @throws RejectedException if one of them is rejected; nothing has changed then
     * @throws BusyException if it concerns a file that is busy; nothing has changed then
     */
    List<String> prepare(StagedJar set, boolean former) throws RejectedException, BusyException {
        List<DeployedFile> concerned = new ArrayList<>();
        for (SetPart part : parts) {
            concerned.add(part.copy());
            concerned.addAll(part.files());
        }
        scope.files().locks().take(scope.file(), scope.claimed(), concerned);
        Map<SetPart, List<Content>> coming = new LinkedHashMap<>();
        List<String> lacking = new ArrayList<>();
        try {
            for (SetPart part : parts) {
                coming.put(part, part.contents(set, former, lacking));
            }
            if (!lacking.isEmpty()) {
                discard(coming);
                return lacking;
            }
            for (SetPart part : parts) {
                List<Content> contents = coming.remove(part);
                if (!contents.isEmpty()) {
                    Attempt attempt = new Attempt(part.scope());
                    attempt.prepare(new Changes(part.scope()).of(contents), set);
                    prepared.put(part, attempt);
                }
            }
            return lacking;
        } catch (RejectedException | BusyException | RuntimeException | Error failed) {
            prepared.values().forEach(Attempt::takeBack);
            discard(coming);
            throw failed;
        }
    }

    private static void discard(Map<SetPart, List<Content>> coming) {
        coming.values()
                .forEach(
                        contents -> contents.forEach(content -> content.staged().discard()));
    }

    /** Switches calls over to what was prepared. Returns whether that is anything. */
    boolean switchOver() {
        String remark = "as a part of the set " + scope.file().name();
        prepared.forEach(
                (part, attempt) -> new SwitchCompletion(part.scope(), part.report(report), new Withdrawal(part.scope()))
                        .run(attempt.switchOver(), remark, Set.of()));
        return !prepared.isEmpty();
    }
}
