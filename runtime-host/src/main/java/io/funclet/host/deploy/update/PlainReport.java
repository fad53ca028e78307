package io.funclet.host.deploy.update;

import io.funclet.host.deploy.attempt.ChangeSet.Content;
import io.funclet.host.deploy.attempt.ChangeSet.Member;
import io.funclet.host.deploy.classpath.ForeignPackages;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.PlainPart;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells how a look at a plain jar ended, as of a bundle. */
final class PlainReport {

    private static final String LIBRARY = "a jar without OSGi headers, served as a library";

    private final DeploymentReport report;
    private final CodeDirectory directory;

    PlainReport(DeploymentReport report, CodeDirectory directory) {
        this.report = report;
        this.directory = directory;
    }

    /** They are on the class path that serves. */
    void installed(List<Content> contents, Member classPath) {
        List<StagedJar> before = classPath.previous() == null
                ? List.of()
                : classPath.previous().staged().parts();
        for (Content content : contents) {
            boolean update = PlainPart.of(content.file().name(), before) != null;
            String foreign = ForeignPackages.words(classPath.next().bundle(), content.staged());
            Optional<String> distrust = directory.trust() == null
                    ? Optional.empty()
                    : directory.trust().distrust(content.staged());
            Outcome outcome = outcome(
                    content.file(),
                    update ? Kind.UPDATED : Kind.DEPLOYED,
                    content.staged(),
                    distrust.map(fault -> "is not trusted: " + fault + "; ").orElse("")
                            + (foreign.isEmpty() ? LIBRARY : LIBRARY + "; " + foreign));
            report.conclude(content.file(), distrust.isEmpty() ? outcome : outcome.asWarning());
        }
    }

    /** The file has the content that serves. */
    void unchanged(StagedJar part) {
        boolean back = report.file().outcomes().areRejected();
        conclude(
                report.file(),
                back ? Kind.DEPLOYED : Kind.UNCHANGED,
                part,
                back ? "the file has the serving version again" : "");
    }

    void removed(StagedJar part) {
        conclude(report.file(), Kind.REMOVED, part, "");
    }

    /** The file is gone, and bundles cannot be without it. */
    void retained(StagedJar part, RejectedException reason) {
        report.rejected(
                part,
                RejectedException.untilOthersCome(
                        "is gone from its directory, and stays on the class path of the plain jars: without it, it "
                                + reason.getMessage(),
                        reason));
    }

    private void conclude(DeployedFile of, Kind kind, StagedJar part, String remark) {
        report.conclude(of, outcome(of, kind, part, remark));
    }

    private Outcome outcome(DeployedFile of, Kind kind, StagedJar part, String remark) {
        directory.absences().put(of.name(), null);
        return report.outcome(of, kind, part, Set.of(), remark);
    }
}
