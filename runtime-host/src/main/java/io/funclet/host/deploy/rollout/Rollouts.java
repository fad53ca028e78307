package io.funclet.host.deploy.rollout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.RolloutStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The observations of one code directory that go on, and its archive. Any thread. */
public final class Rollouts {

    private static final Duration SHORTEST = Duration.ofMillis(20);

    private final DeployContext context;
    private final CodeDirectory directory;
    private final VersionArchive archive;
    private final ChangeJournal journal;

    @GuardedBy("this")
    private final Map<DeployedFile, Observation> open = new HashMap<>();

    public Rollouts(DeployContext context, CodeDirectory directory) {
        this.context = context;
        this.directory = directory;
        this.archive = new VersionArchive(directory.state());
        this.journal = new ChangeJournal(directory.state().resolve("history"));
        directory.history().keepBy(outcome -> journal.add(outcome, jar(outcome)));
        if (directory.updates().get() != null) {
            new SampleAging(context, directory, this::compared).begin();
        }
    }

    /** What serves of a file now or, if that has not changed, the file. */
    private Path jar(Outcome outcome) {
        String name = outcome.file().substring(outcome.file().indexOf('/') + 1);
        Path inDirectory = directory.path().resolve(name);
        return outcome.isBad()
                ? inDirectory
                : context.jars().in(directory).stream()
                        .filter(jar -> !jar.isDraining())
                        .map(InstalledJar::staged)
                        .flatMap(staged -> Stream.concat(Stream.of(staged), staged.parts().stream()))
                        .filter(staged -> staged.fileName().equals(name))
                        .map(StagedJar::copy)
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .orElse(inDirectory);
    }

    public ChangeJournal journal() {
        return journal;
    }

    public VersionArchive archive() {
        return archive;
    }

    /**
     * A checked copy of the version that serves in place of the content of a file; {@code null} if none does. The content need
     * not be trusted: what was taken back may be revoked, too.
     */
    public StagedJar substitute(DeployedFile file) throws RejectedException {
        TakenBack taken = archive.of(file.name());
        OptionalLong content = taken == null ? OptionalLong.empty() : JarCopy.fingerprintOf(file.path());
        if (content.isEmpty() || content.getAsLong() != taken.fingerprint()) {
            return null;
        }
        Path version = archive.find(taken.substitute())
                .orElseThrow(() -> new RejectedException(taken.reason() + "; `funclet retry` deploys it all the same"));
        Path copy = context.newCopy(directory);
        try {
            return StagedJar.stage(version, file.path(), file.label(), copy, directory.trust());
        } catch (RejectedException unusable) {
            if (unusable.remedy() != Remedy.REPLACEMENT) {
                throw unusable;
            }
            throw new RejectedException(
                    taken.reason() + ", and the kept version that serves in its place " + unusable.getMessage()
                            + "; `funclet promote` deploys the content of the file",
                    unusable);
        }
    }

    /** The process ends: tells which comparisons end with it. The next process deploys what the files have then. */
    public void close() {
        all().forEach(each -> each.stop().forEach(directory.history()::add));
    }

    private Set<InstalledJar> compared() {
        return all().stream()
                .flatMap(each -> each.successions().stream())
                .map(Succession::next)
                .collect(Collectors.toSet());
    }

    /** Those that go on. */
    public synchronized List<Observation> all() {
        return List.copyOf(new LinkedHashSet<>(open.values()));
    }

    /** The observation of a file; {@code null} if none goes on. */
    public synchronized Observation of(DeployedFile file) {
        return open.get(file);
    }

    /** Bundles are about to serve: each gets its part of the calls from the first one on. */
    public synchronized void share(List<Succession> coming) {
        UpdatePolicy policy = directory.updates().get();
        if (policy == null) {
            return;
        }
        List<Succession> compared = new ArrayList<>();
        for (Succession each : coming) {
            Observation before = open.get(each.file());
            InstalledJar previous = before == null ? each.previous() : before.previous(each.file());
            compared.add(new Succession(each.file(), each.next(), previous));
        }
        Observation observation = new Observation(policy, compared);
        if (observation.isPossible()) {
            observation.share();
        }
    }

    /**
     * Bundles serve from now on. Compares them with what was there before, if that may be worth the while. A bundle that is
     * replaced while it is observed leaves its part to the next one, so that all are compared with the last one that has
     * proved itself.
     *
     * @return what has been replaced, and is not needed any more, with its file
     */
    public synchronized Map<InstalledJar, DeployedFile> succeed(List<Succession> switched) {
        Map<DeployedFile, Succession> compared = new LinkedHashMap<>();
        Map<InstalledJar, DeployedFile> unneeded = new LinkedHashMap<>();
        for (Succession each : switched) {
            Observation before = open.get(each.file());
            if (before != null) {
                before.successions().forEach(one -> compared.putIfAbsent(one.file(), one));
                before.close();
                before.files().forEach(open::remove);
            }
        }
        for (Succession each : switched) {
            Succession before = compared.get(each.file());
            if (before != null && each.previous() != null) {
                unneeded.put(each.previous(), each.file());
            }
            compared.put(
                    each.file(), before == null ? each : new Succession(each.file(), each.next(), before.previous()));
        }
        UpdatePolicy policy = directory.updates().get();
        Observation observation = policy == null ? null : new Observation(policy, List.copyOf(compared.values()));
        if (observation != null && observation.isPossible()) {
            observation.begin();
            observation.files().forEach(file -> open.put(file, observation));
            lookLater(observation);
        } else {
            compared.values().forEach(each -> {
                archive.keep(each.next().staged());
                if (each.previous() != null) {
                    unneeded.put(each.previous(), each.file());
                }
            });
        }
        return unneeded;
    }

    private void lookLater(Observation observation) {
        long nanos = observation.untilLook().toNanos();
        context.timers()
                .schedule(
                        () -> context.workers().execute(() -> look(observation)),
                        Math.max(SHORTEST.toNanos(), nanos),
                        TimeUnit.NANOSECONDS);
    }

    private void look(Observation observation) {
        if (!isOpen(observation)) {
            return;
        }
        if (observation.look()) {
            conclude(observation);
        } else {
            lookLater(observation);
        }
    }

    private synchronized boolean isOpen(Observation observation) {
        return open.containsValue(observation);
    }

    /** A look at one of its files does what follows, because no other deployment of them goes on then. */
    private static void conclude(Observation observation) {
        observation.files().stream().findFirst().ifPresent(DeployedFile::look);
    }

    /** Ends an observation. Returns false if it has ended before. */
    public synchronized boolean end(Observation observation) {
        observation.close();
        return open.values().removeIf(each -> each == observation);
    }

    /** Nothing of a file serves any more. Returns what was there before the bundle that did; {@code null} if nothing was. */
    public synchronized InstalledJar leave(DeployedFile file) {
        Observation observation = open.remove(file);
        return observation == null ? null : observation.leave(file);
    }

    /** The functions that are compared. */
    public List<RolloutStatus> status() {
        List<RolloutStatus> status = new ArrayList<>();
        all().forEach(each -> status.addAll(each.status()));
        return status;
    }

    /** What stays for a while although it has been replaced. */
    public List<InstalledJar> standby() {
        List<InstalledJar> standby = new ArrayList<>();
        for (Observation observation : all()) {
            for (Succession each : observation.successions()) {
                if (each.previous() != null) {
                    standby.add(each.previous());
                }
            }
        }
        return standby;
    }
}
