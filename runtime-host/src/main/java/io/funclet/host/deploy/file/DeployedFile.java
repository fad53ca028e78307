package io.funclet.host.deploy.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.FileRequest.Order;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * One file of a code directory: what is installed of it, and how the last look at it ended.
 *
 * <p>A change is only a hint to look at the file. What counts is its content when a worker looks, so the order of hints
 * does not matter.
 */
public final class DeployedFile {

    private static final int MOST_DRAINING = 2;

    private final Consumer<DeployedFile> look;
    private final CodeDirectory directory;
    private final String name;

    /** Stands for all plain jars of the directory; itself, if this is it. */
    private final DeployedFile classPath;

    /** What is installed; {@code null} if nothing. Changed only by the deployment that has claimed the file. */
    private volatile InstalledJar current;

    private final OutcomeLog outcomes;

    private final BlockingQueue<FileRequest> requested = new LinkedBlockingQueue<>();

    @GuardedBy("this")
    private boolean queued;

    /** How many looks are queued or under way. Written under this object's monitor. */
    private volatile int looks;

    /** Whether it waits until another file is free. Written under this object's monitor. */
    private volatile boolean blocked;

    /** Whether a file of its name, if there is one again, has another object. */
    @GuardedBy("this")
    private boolean forgotten;

    /** The files that have to be free for the next look. */
    @GuardedBy("this")
    private Set<DeployedFile> wanted = Set.of(this);

    @GuardedBy("this")
    private int draining;

    /**
     * @param look lets a worker look at it; returns at once
     * @param classPath stands for all plain jars of the directory; {@code null} if this one is to
     */
    DeployedFile(
            DeployContext context,
            Consumer<DeployedFile> look,
            CodeDirectory directory,
            String name,
            DeployedFile classPath) {
        this.look = look;
        this.directory = directory;
        this.name = name;
        this.classPath = classPath == null ? this : classPath;
        this.outcomes = new OutcomeLog(context, directory, path(), this::look);
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

    public String label() {
        return directory.label(name);
    }

    public InstalledJar current() {
        return current;
    }

    /** What stands for all plain jars of the directory: their bundle is its. */
    public DeployedFile classPath() {
        return classPath;
    }

    public boolean isClassPath() {
        return classPath == this;
    }

    /** Sets what is installed; {@code null} for nothing. */
    public void serves(InstalledJar jar) {
        current = jar;
    }

    /** Tells the present file from earlier and later ones of its name. */
    public FileIdentity identity() {
        return FileIdentity.of(directory.path(), name);
    }

    public OutcomeLog outcomes() {
        return outcomes;
    }

    /** The attempts that operators have asked for, and wait for. */
    public BlockingQueue<FileRequest> requested() {
        return requested;
    }

    public boolean serves() {
        InstalledJar jar = current;
        return jar != null && jar.isUp();
    }

    /** Whether a jar of this content serves. */
    public boolean isServedBy(long fingerprint) {
        InstalledJar jar = current;
        return jar != null && jar.isUp() && jar.staged().fingerprint() == fingerprint;
    }

    /** Whether its bundle waits for other bundles. */
    public boolean isWaiting() {
        InstalledJar jar = current;
        return outcomes.lastIs(Kind.WAITING) || jar != null && !jar.isUp();
    }

    /** Whether its content does not serve only because of other bundles. */
    public boolean isRejectedUntilOthersCome() {
        InstalledJar jar = current;
        return outcomes.hasRejected() && outcomes.lastIs(Kind.WAITING) || jar != null && !jar.isUp();
    }

    /** Two versions may drain while one serves; a further one waits until one of them is gone. */
    synchronized boolean isCrowded() {
        return draining >= MOST_DRAINING
                && (isClassPath() || directory.availability().mayHold(name));
    }

    /** Whether its content serves, or it is gone. */
    public boolean isTaken() {
        InstalledJar jar = current;
        return !mayChangeByItself() && !outcomes.areRejected() && (jar == null || jar.isUp());
    }

    public Set<String> functions() {
        InstalledJar jar = current;
        return jar == null ? Set.of() : jar.functions().names();
    }

    /** Whether its content may still be deployed by itself. Takes no lock that is held for long. */
    public boolean mayChangeByItself() {
        return isUnderWay() || outcomes.last() == null || outcomes.isLookAhead();
    }

    public boolean isUnderWay() {
        return looks > 0 || blocked;
    }

    /** Lets a worker look at the file, now or when the deployments that concern it have ended. */
    public void look() {
        look.accept(this);
    }

    /** Queues a look, unless one is queued. Returns false if another object has taken the place of this one. */
    public synchronized boolean queue(Runnable task) {
        if (!forgotten && !queued) {
            queued = true;
            looks++;
            task.run();
        }
        return !forgotten;
    }

    /** A look begins. Returns the files that have to be free for it. */
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

    public synchronized void end() {
        looks--;
    }

    /** Lets a worker do what an operator asks for. Completed with how it ended. */
    public CompletableFuture<Outcome> request(Order order) {
        FileRequest request = new FileRequest(order, new CompletableFuture<>());
        requested.add(request);
        look();
        return request.outcome();
    }

    /** A start hangs, and was given up: it is not tried again before its end. */
    public void hangs(StagedJar staged, CompletableFuture<Void> end) {
        outcomes.retry().hangs(staged.fingerprint(), end);
    }

    /** Returns whether nothing is left of it; then this object is not used any more. */
    synchronized boolean forget() {
        forgotten = looks == 0 && draining == 0 && current == null && outcomes.lastIs(Kind.REMOVED);
        return forgotten;
    }

    public synchronized void beginDraining() {
        draining++;
    }

    public synchronized void endDraining() {
        draining--;
    }
}
