package io.funclet.host.deploy.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One file of a code directory: what is installed of it, and how the last look at it ended.
 *
 * <p>A change is a hint to look at the file again, not a command: what stands in the directory when a worker looks is
 * what counts, so that no order of hints can leave anything else behind.
 */
public final class DeployedFile {

    private static final int MOST_DRAINING = 2;

    private final Consumer<DeployedFile> look;
    private final CodeDirectory directory;
    private final String name;

    /** What is installed; {@code null} if nothing. Changed by whoever has claimed the file. */
    private volatile InstalledJar current;

    private final LookResults results;

    private final RequestedAttempts requested = new RequestedAttempts();

    /** Whether a worker is about to look. */
    @GuardedBy("this")
    private boolean queued;

    /** How many looks are queued or under way. Written under this object's monitor. */
    private volatile int looks;

    /** Whether it waits until another file is free. Written under this object's monitor. */
    private volatile boolean blocked;

    /** Whether another object has taken its place, if there is a file of its name again. */
    @GuardedBy("this")
    private boolean forgotten;

    /** What has to be free before it is worth while to look. */
    @GuardedBy("this")
    private Set<DeployedFile> wanted = Set.of(this);

    /** How many versions are on their way out. */
    @GuardedBy("this")
    private int draining;

    /**
     * A file that nobody has looked at.
     *
     * @param look has a worker look at it; returns at once
     */
    DeployedFile(DeployContext context, Consumer<DeployedFile> look, CodeDirectory directory, String name) {
        this.look = look;
        this.directory = directory;
        this.name = name;
        this.results = new LookResults(context, directory, path(), this::look);
    }

    public CodeDirectory directory() {
        return directory;
    }

    public String name() {
        return name;
    }

    public Path path() {
        return directory.path().resolve(name);
    }

    /** As the log names it. */
    public String label() {
        return directory.label(name);
    }

    public InstalledJar current() {
        return current;
    }

    /** From now on, this is what is installed; {@code null} if nothing is. */
    public void serves(InstalledJar jar) {
        current = jar;
    }

    /** What tells what stands there now from what stood, or will stand, there. */
    public FileIdentity identity() {
        return FileIdentity.of(directory.path(), name);
    }

    /** How the looks at it ended, and what follows from it. */
    public LookResults results() {
        return results;
    }

    public OutcomeLog outcomes() {
        return results.outcomes();
    }

    /** The attempts that an operator has asked for. */
    public RequestedAttempts requested() {
        return requested;
    }

    /** Whether something of it serves. */
    public boolean serves() {
        InstalledJar jar = current;
        return jar != null && jar.isUp();
    }

    /** Whether what serves is this very jar. */
    public boolean isServedBy(long fingerprint) {
        InstalledJar jar = current;
        return jar != null && jar.isUp() && jar.staged().fingerprint() == fingerprint;
    }

    /** Whether it is installed, or could be, as soon as other bundles let it. */
    public boolean isWaiting() {
        InstalledJar jar = current;
        return outcomes().lastIs(Kind.WAITING) || jar != null && !jar.isUp();
    }

    /** Whether what stands in it is not what serves, but for other bundles. */
    public boolean isRejectedUntilOthersCome() {
        InstalledJar jar = current;
        return results.hasRejected() && outcomes().lastIs(Kind.WAITING) || jar != null && !jar.isUp();
    }

    /** Two versions may be on their way out while one serves; a further one waits until one of them is gone. */
    synchronized boolean isCrowded() {
        return draining >= MOST_DRAINING && directory.availability().mayHold(name);
    }

    /** Whether all that stands in it is what serves, or nothing does any more. */
    public boolean isTaken() {
        InstalledJar jar = current;
        return !mayChangeByItself() && !results.areRejected() && (jar == null || jar.isUp());
    }

    /** The functions that are offered by what serves of it. */
    public Set<String> functions() {
        InstalledJar jar = current;
        return jar == null ? Set.of() : jar.functions().names();
    }

    /** Whether what stands in it may be taken without anybody's doing anything. Takes no lock that is held for long. */
    public boolean mayChangeByItself() {
        return isUnderWay() || outcomes().last() == null || results.isLookAhead();
    }

    /** Whether somebody looks at it, or is about to. */
    public boolean isUnderWay() {
        return looks > 0 || blocked;
    }

    /** Has a worker look at the file, now or as soon as those deployments have ended that concern it. */
    public void look() {
        look.accept(this);
    }

    /**
     * Has a look begin, unless one is about to.
     *
     * @return whether the file is still of use; if not, another object has taken its place
     */
    public synchronized boolean queue(Runnable task) {
        if (!forgotten && !queued) {
            queued = true;
            looks++;
            task.run();
        }
        return !forgotten;
    }

    /** A look begins. Returns what has to be free for it. */
    public synchronized Set<DeployedFile> begin() {
        queued = false;
        blocked = false;
        Set<DeployedFile> needed = wanted;
        wanted = Set.of(this);
        return needed;
    }

    /** The look has to wait until all of these are free. */
    public synchronized void awaits(Set<DeployedFile> files) {
        blocked = true;
        wanted = files;
    }

    /** A look has ended. */
    public synchronized void end() {
        looks--;
    }

    /**
     * Has a worker do what an operator asks for.
     *
     * @param restart whether what serves is to be started anew, instead of what stands in the file being tried
     * @return completed with how it ended
     */
    public CompletableFuture<Outcome> request(boolean restart) {
        CompletableFuture<Outcome> outcome = requested.add(restart);
        look();
        return outcome;
    }

    /** A start is given up, and goes on all the same: nothing begins it anew before its end. */
    public void hangs(StagedJar staged, CompletableFuture<Void> end) {
        results.retry().hangs(staged.fingerprint(), end);
    }

    /** Returns whether nothing is left of it; then it is of no more use. */
    synchronized boolean forget() {
        forgotten = looks == 0 && draining == 0 && current == null && outcomes().lastIs(Kind.REMOVED);
        return forgotten;
    }

    /** A version of it is on its way out. */
    public synchronized void beginDraining() {
        draining++;
    }

    /** A version of it is gone. */
    public synchronized void endDraining() {
        draining--;
    }
}
