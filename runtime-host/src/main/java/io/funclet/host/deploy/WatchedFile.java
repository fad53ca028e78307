package io.funclet.host.deploy;

import io.funclet.host.deploy.Claims.BusyException;
import io.funclet.host.deploy.Outcome.Kind;
import io.funclet.host.deploy.RefusedException.Remedy;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One file of a code directory: what is installed of it, and how the last look at it ended.
 *
 * <p>A change is a hint to look at the file again, not a command: what stands in the directory when a worker looks is
 * what counts, so that no order of hints can leave anything else behind.
 */
final class WatchedFile {

    private static final Logger LOG = Logger.getLogger(WatchedFile.class.getName());

    private static final int MOST_LEAVING = 2;

    private final Ground ground;
    private final Deployer deployer;
    private final CodeDirectory directory;
    private final String name;

    /** What is installed; {@code null} if nothing. Changed by whoever has claimed the file. */
    private volatile InstalledJar current;

    private final OutcomeLog outcomes;

    /** The fingerprint of what was refused last, until something is taken; {@code null} if nothing was. */
    private volatile Long refused;

    /** Used by one deployment at a time. */
    private final Writing writing;

    private final LaterLook laterLook;

    /** Whether a worker is about to look. Guarded by this object's monitor. */
    private boolean queued;

    /** How many looks are queued or under way. Guarded by this object's monitor. */
    private int looks;

    /** Whether another object has taken its place, if there is a file of its name again. Guarded by its monitor. */
    private boolean forgotten;

    /** What has to be free before it is worth while to look. Guarded by this object's monitor. */
    private Set<WatchedFile> wanted = Set.of(this);

    /** How many versions are on their way out. Guarded by this object's monitor. */
    private int leaving;

    WatchedFile(Ground ground, Deployer deployer, CodeDirectory directory, String name) {
        this.ground = ground;
        this.deployer = deployer;
        this.directory = directory;
        this.name = name;
        this.outcomes = new OutcomeLog(directory.history());
        this.writing = new Writing(path());
        this.laterLook = new LaterLook(ground.timers(), this::look);
    }

    CodeDirectory directory() {
        return directory;
    }

    String name() {
        return name;
    }

    Path path() {
        return directory.path().resolve(name);
    }

    InstalledJar current() {
        return current;
    }

    /** From now on, this is what is installed; {@code null} if nothing is. */
    void serves(InstalledJar jar) {
        current = jar;
    }

    /** How the looks at it ended. */
    OutcomeLog outcomes() {
        return outcomes;
    }

    /** Whether what serves is this very jar. */
    boolean isServedBy(long fingerprint) {
        InstalledJar jar = current;
        return jar != null && jar.isUp() && jar.staged().fingerprint() == fingerprint;
    }

    boolean hasRefused(StagedJar staged) {
        return refused != null && staged.fingerprint() == refused;
    }

    /** Whether it is installed, or could be, as soon as other bundles let it. */
    boolean isWaiting() {
        InstalledJar jar = current;
        return outcomes.lastIs(Kind.WAITING) || jar != null && !jar.isUp();
    }

    /** Whether what stands in it is not what serves, but for other bundles. */
    boolean isRefusedUntilOthersCome() {
        InstalledJar jar = current;
        return refused != null && outcomes.lastIs(Kind.WAITING) || jar != null && !jar.isUp();
    }

    /** Two versions may be on their way out while one serves; a further one waits until one of them is gone. */
    synchronized boolean isCrowded() {
        return leaving >= MOST_LEAVING && directory.presence().mayHold(name);
    }

    /** Has a worker look at the file, now or as soon as those deployments have ended that concern it. */
    void look() {
        synchronized (this) {
            if (!forgotten) {
                if (!queued) {
                    queued = true;
                    looks++;
                    directory.begin();
                    ground.workers().execute(this::deploy);
                }
                return;
            }
        }
        deployer.changed(directory, name);
    }

    /** Returns whether nothing is left of it; then it is of no more use. */
    synchronized boolean forget() {
        forgotten = looks == 0 && leaving == 0 && current == null && outcomes.lastIs(Kind.REMOVED);
        return forgotten;
    }

    private void deploy() {
        Set<WatchedFile> needed;
        synchronized (this) {
            queued = false;
            needed = wanted;
            wanted = Set.of(this);
        }
        Set<WatchedFile> claimed = new HashSet<>();
        try {
            deployer.claims().take(this, claimed, needed);
            new Deployment(ground, deployer, this, claimed).run();
        } catch (BusyException busy) {
            synchronized (this) {
                wanted = busy.wanted();
            }
        } catch (RuntimeException | Error defect) {
            if (!ground.workers().areClosed()) {
                LOG.log(Level.SEVERE, "the deployment of " + name + " failed: " + defect, defect);
            }
        }
        deployer.claims().release(claimed);
        directory.end();
        synchronized (this) {
            looks--;
        }
        deployer.forget(this);
    }

    /** Whether what was in it last has not been taken: what is installed is of before. */
    boolean isNotTaken() {
        return outcomes.lastIs(Kind.REFUSED) || outcomes.lastIs(Kind.WAITING);
    }

    /** A version of it is on its way out. */
    void departs(CompletableFuture<Void> departure) {
        synchronized (this) {
            leaving++;
        }
        departure.whenComplete((nothing, failure) -> {
            synchronized (this) {
                leaving--;
            }
            deployer.claims().wake();
            if (outcomes.lastIs(Kind.REMOVED)) {
                // What stood aside for it may come back, now that it has stopped.
                deployer.lookAgain(directory, this);
            }
            deployer.forget(this);
        });
    }

    /** There was no room for what is to be done with it. */
    void lookWhenThereMayBeRoom() {
        laterLook.ask();
    }

    /** A look has ended well, or with what was there before. */
    void conclude(Outcome outcome) {
        if (outcome.kind() == Kind.UNCHANGED || ground.workers().areClosed()) {
            return;
        }
        writing.over();
        refused = null;
        boolean taken = outcome.kind() == Kind.DEPLOYED || outcome.kind() == Kind.UPDATED;
        if (outcomes.add(outcome, taken) && outcome.kind() != Kind.REMOVED) {
            deployer.lookAgain(directory, this);
        }
    }

    /**
     * A look has ended badly, for a reason that may go.
     *
     * @param staged what was refused; {@code null} if it is no bundle
     * @param othersHaveCome whether other bundles have come or gone since it began
     */
    void refuse(Outcome outcome, Remedy remedy, StagedJar staged, boolean othersHaveCome) {
        if (ground.workers().areClosed()) {
            return;
        }
        if (remedy == Remedy.TIME) {
            waitForTheRest(outcome);
            return;
        }
        writing.over();
        refused = staged == null ? null : (Long) staged.fingerprint();
        boolean news = outcomes.add(outcome, false);
        if (remedy == Remedy.ROOM) {
            lookWhenThereMayBeRoom();
        } else if (news && current != null && !current.isUp()) {
            // It is installed all the same, and may be what others lack.
            deployer.lookAgain(directory, this);
        }
        if (othersHaveCome && remedy == Remedy.OTHER_BUNDLES) {
            look();
        }
    }

    /** Somebody writes it, perhaps slowly: nothing is said before it has been quiet for a while. */
    private void waitForTheRest(Outcome outcome) {
        if (writing.hasEnded()) {
            directory.absent(name, "is not taken: " + outcome.reason());
            outcomes.add(outcome.as(Kind.REFUSED), false);
        } else {
            ground.timers().schedule(this::look, Writing.QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
