package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.component.ComponentWarnings;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.update.ChangeSet.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The functions that a new version has to offer, because the serving version does. Of one attempt. */
final class RequiredFunctions {

    private final DeployContext context;
    private final CodeDirectory directory;
    private final long changesBefore;

    RequiredFunctions(DeployContext context, CodeDirectory directory) {
        this.context = context;
        this.directory = directory;
        this.changesBefore = directory.activity().changes();
    }

    /**
     * Waits for them: a bundle may register functions some time after its start.
     *
     * @param wanted whether other deployments wait for its files; then it returns, and rejects nothing
     */
    void await(Member member, BooleanSupplier wanted) throws RejectedException {
        InstalledJar next = member.next();
        List<String> warnings = new ComponentWarnings(context.host()).of(next.bundle());
        // A function of a component without warnings is worth a longer wait.
        long patience = context.startLimit().toNanos() / 10 * (warnings.isEmpty() ? 9 : 1);
        WaitNotice notice = new WaitNotice(next, () -> notice(member, patience));
        Set<String> lost = next.functions()
                .await(
                        member.required(),
                        patience,
                        // What it waits for may have come: then it is tried again.
                        () -> {
                            notice.waitsOn();
                            return wanted.getAsBoolean()
                                    || directory.activity().changes() != changesBefore
                                            && !next.askWhatItWaitsFor().isEmpty();
                        });
        if (lost.isEmpty() || wanted.getAsBoolean()) {
            return;
        }
        String waitsFor = next.askWhatItWaitsFor();
        List<String> reasons = new ArrayList<>(warnings);
        reasons.add(0, waitsFor);
        reasons.remove("");
        String text = "does not provide function " + String.join(", ", lost) + ", which the version that serves does"
                + (reasons.isEmpty() ? "" : ": " + String.join("; ", reasons));
        throw waitsFor.isEmpty() && !warnings.isEmpty()
                ? new RejectedException(text)
                : RejectedException.untilOthersCome(text, null);
    }

    private static String notice(Member member, long patience) {
        String waitsFor = member.next().askWhatItWaitsFor();
        return "waits for its function " + String.join(", ", member.required()) + ", which "
                + member.previous() + " serves meanwhile, "
                + Math.max(1, TimeUnit.NANOSECONDS.toSeconds(patience)) + " s at most"
                + (waitsFor.isEmpty() ? "" : ": " + waitsFor);
    }
}
