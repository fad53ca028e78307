package io.funclet.host.deploy.attempt;

import io.funclet.host.deploy.attempt.ChangeSet.Member;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.component.ComponentWarnings;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The functions that a new version has to offer, because the serving version does. Of one attempt. */
final class RequiredFunctions {

    private static final Logger LOG = Logger.getLogger(RequiredFunctions.class.getName());

    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

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
        Notice notice = new Notice(member, patience);
        BooleanSupplier inVain = () -> {
            notice.waitsOn();
            // What it waits for may have come: then it is tried again.
            return wanted.getAsBoolean()
                    || directory.activity().changes() != changesBefore
                            && !next.askWhatItWaitsFor().isEmpty();
        };
        Set<String> lost = next.functions().await(member.required(), patience, inVain);
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

    /** Logs one line about a wait that takes longer than a second, so that it does not look like a hang. */
    private static final class Notice {

        private final long began = System.nanoTime();
        private final Member member;
        private final long patience;
        private boolean given;

        Notice(Member member, long patience) {
            this.member = member;
            this.patience = patience;
        }

        void waitsOn() {
            if (!given && System.nanoTime() - began >= SILENCE_NANOS) {
                given = true;
                InstalledJar next = member.next();
                String waitsFor = next.askWhatItWaitsFor();
                String text = next + " waits for its function " + String.join(", ", member.required()) + ", which "
                        + member.previous() + " serves meanwhile, "
                        + Math.max(1, TimeUnit.NANOSECONDS.toSeconds(patience)) + " s at most"
                        + (waitsFor.isEmpty() ? "" : ": " + waitsFor);
                next.mark().log(LOG, Level.INFO, text);
            }
        }
    }
}
