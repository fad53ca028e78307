package io.funclet.host.deploy;

import io.funclet.host.deploy.Attempt.Change;
import io.funclet.host.deploy.ChangeSet.Member;
import io.funclet.host.deploy.Claims.BusyException;
import io.funclet.host.deploy.Outcome.Kind;
import io.funclet.host.deploy.RefusedException.Remedy;
import io.funclet.host.ops.FailedCallback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Walk 2: what stands in a file becomes what serves, together with all that uses it. One object is one look at one file.
 */
final class Deployment {

    private static final Logger LOG = Logger.getLogger(Deployment.class.getName());

    private final Ground ground;
    private final Deployer deployer;
    private final WatchedFile file;
    private final CodeDirectory directory;

    /** All files that this look concerns: no other deployment touches them meanwhile. */
    private final Set<WatchedFile> claimed;

    private final long begin = System.nanoTime();
    private final long changesBefore;

    Deployment(Ground ground, Deployer deployer, WatchedFile file, Set<WatchedFile> claimed) {
        this.ground = ground;
        this.deployer = deployer;
        this.file = file;
        this.directory = file.directory();
        this.claimed = claimed;
        this.changesBefore = directory.changes();
    }

    /**
     * Makes the file what is installed.
     *
     * @throws BusyException if it concerns another file that is being deployed; nothing has changed then
     */
    void run() throws BusyException {
        if (!directory.presence().mayHold(file.name())) {
            if (directory.presence().isThere()) {
                remove();
            }
            return;
        }
        InstalledJar before = file.current();
        StagedJar staged = null;
        try {
            staged = StagedJar.stage(file.path(), ground.newCopy(directory));
        } catch (RefusedException refused) {
            if (refused.remedy() != Remedy.ROOM || !stillServes()) {
                refuse(null, refused);
                return;
            }
        }
        boolean same = staged == null || file.isServedBy(staged.fingerprint());
        boolean outdated = new Dependants(ground).outdated(directory).contains(before);
        if (staged != null && (same || outdated && file.hasRefused(staged))) {
            staged.discard();
        } else if (!same) {
            change(staged);
        }
        if (outdated && before.isUp()) {
            renew();
        } else if (same && !before.waitsFor().isEmpty()) {
            say(file, before, Kind.DEPLOYED, "");
        } else if (same && file.isNotTaken()) {
            say(file, before, Kind.DEPLOYED, "what serves stands in the file again");
        } else if (same) {
            file.conclude(outcome(file, Kind.UNCHANGED, before, ""));
        }
    }

    /** Whether what serves stands in the file, found out without a copy. */
    private boolean stillServes() {
        OptionalLong fingerprint = StagedJar.fingerprintOf(file.path());
        return fingerprint.isPresent() && file.isServedBy(fingerprint.getAsLong());
    }

    private void change(StagedJar staged) throws BusyException {
        try {
            conclude(attempt(List.of(new Change(file, staged, false))));
        } catch (RefusedException refused) {
            // What is at fault itself is not tried again with each of the others, which may take as long as a start
            // may.
            ChangeSet set = refused.remedy() == Remedy.OTHER_BUNDLES ? withOneThatWaits() : null;
            if (set == null) {
                refuse(staged, refused);
            } else {
                conclude(set);
            }
        }
    }

    /** Two jars that are refused alone may do together: the one needs what the other one brings, or drops. */
    private ChangeSet withOneThatWaits() throws BusyException {
        List<WatchedFile> partners = deployer.refusedUntilOthersCome(directory);
        partners.remove(file);
        for (WatchedFile partner : partners) {
            deployer.claims().take(file, claimed, Set.of(partner));
            List<Change> changes = new ArrayList<>();
            try {
                for (WatchedFile each : List.of(file, partner)) {
                    changes.add(new Change(each, StagedJar.stage(each.path(), ground.newCopy(directory)), false));
                }
                return attempt(changes);
            } catch (RefusedException notEither) {
                LOG.log(Level.FINE, "neither {0} together with {1}", new Object[] {file.name(), partner.name()});
            }
        }
        return null;
    }

    private ChangeSet attempt(List<Change> changes) throws RefusedException, BusyException {
        return new Attempt(ground, deployer, file, claimed).run(changes);
    }

    /** Has it wired to what is there now, beside itself. Where it cannot be, it goes on as it is. */
    private void renew() throws BusyException {
        InstalledJar current = file.current();
        try {
            StagedJar copy = current.staged().again(ground.newCopy(directory));
            conclude(attempt(List.of(new Change(file, copy, true))));
        } catch (RefusedException refused) {
            file.outcomes()
                    .complain(
                            current.mark(),
                            current + " goes on with what is gone, because anew it " + refused.getMessage());
            if (refused.remedy() == Remedy.ROOM) {
                file.lookWhenThereMayBeRoom();
            }
        }
    }

    private void conclude(ChangeSet set) {
        String cause = set.bundles().get(0).toString();
        for (Member member : set.members()) {
            boolean update = member.previous() != null && member.previous().isProven();
            boolean user = member.anew() && member.file() != file;
            try {
                say(
                        member.file(),
                        member.next(),
                        update ? Kind.UPDATED : Kind.DEPLOYED,
                        user ? "anew, for " + cause : "");
            } catch (RuntimeException | Error failed) {
                // It serves: what it has replaced is to go all the same.
                FailedCallback.log(LOG, "telling of the switch to " + member.next(), failed);
            }
        }
        for (Member member : set.members()) {
            if (member.previous() != null) {
                member.file().departs(deployer.departures().depart(member.previous()));
            }
        }
        deployer.renewUsersOfWhatLeaves(directory);
    }

    /** Says that a jar is installed, and what of it waits for others, or is flawed, all the same. */
    private void say(WatchedFile of, InstalledJar jar, Kind kind, String remark) {
        String waits = jar.askWhatItWaitsFor();
        List<String> flaws = new Flaws(ground.host()).of(jar.bundle());
        String flawed = flaws.isEmpty() ? null : "is flawed: " + String.join("; ", flaws);
        directory.absent(of.name(), waits.isEmpty() ? flawed : "waits: " + waits);
        List<String> reasons = new ArrayList<>(flaws);
        reasons.add(0, waits.isEmpty() ? remark : waits);
        reasons.remove("");
        Outcome outcome = outcome(of, waits.isEmpty() ? kind : Kind.WAITING, jar, String.join("; ", reasons));
        of.conclude(flaws.isEmpty() ? outcome : outcome.asFlawed());
    }

    private void refuse(StagedJar staged, RefusedException refused) {
        if (refused.remedy() != Remedy.TIME) {
            directory.absent(file.name(), "is not taken: " + refused.getMessage());
        }
        String bundle = staged == null ? "" : staged.symbolicName() + " " + staged.version();
        Outcome outcome = new Outcome(
                Instant.now(),
                directory.label(file.name()),
                Kind.of(refused.remedy()),
                bundle,
                Set.of(),
                refused.getMessage(),
                false,
                took());
        file.refuse(outcome, refused.remedy(), staged, directory.changes() != changesBefore);
    }

    private void remove() {
        directory.absent(file.name(), null);
        InstalledJar previous = file.current();
        file.serves(null);
        if (previous != null) {
            OfferedFunctions.exchange(directory, List.of(previous), List.of());
        }
        file.conclude(outcome(file, Kind.REMOVED, previous, ""));
        if (previous != null) {
            file.departs(deployer.departures().depart(previous));
            deployer.renewUsersOfWhatLeaves(directory);
        }
    }

    private Outcome outcome(WatchedFile concerned, Kind kind, InstalledJar jar, String reason) {
        String bundle = jar == null
                ? ""
                : jar.staged().symbolicName() + " " + jar.staged().version();
        Set<String> functions = jar == null ? Set.of() : jar.functions().names();
        return new Outcome(
                Instant.now(), directory.label(concerned.name()), kind, bundle, functions, reason, false, took());
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
