package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.FunctionServices;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.retire.BundleRemoval;
import io.funclet.host.deploy.retire.BundleRetirement;
import io.funclet.host.deploy.retire.ExclusiveVersions;
import io.funclet.host.deploy.update.ChangeSet.Member;
import io.funclet.host.deploy.wiring.Dependants;
import io.funclet.host.deploy.wiring.MissedWiring;
import io.funclet.host.deploy.wiring.Resolution;
import io.funclet.host.deploy.work.BoundedTask;
import io.funclet.host.deploy.work.BoundedTask.HangingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One attempt to have bundles serve, beside those that they replace, and with them all who use these: installed,
 * resolved, started, and then switched over to in one step; or taken back, and nothing has happened.
 */
final class Attempt {

    /**
     * What stands in a file, and is to serve.
     *
     * @param seen what the file looked like before it was read
     */
    record Change(DeployedFile file, FileIdentity seen, StagedJar staged, boolean anew) {}

    private final DeployContext deployContext;
    private final DeployedFiles files;
    private final DeployedFile file;
    private final CodeDirectory directory;
    private final Set<DeployedFile> claimed;
    private final ExclusiveVersions exclusiveVersions;
    private final Rollback rollback;
    private final Dependants dependants;
    private final RequiredFunctions required;
    private final Supersession supersession = new Supersession();

    private final ChangeSet set = new ChangeSet();

    /** What it has failed for. */
    private final List<Member> failed = new ArrayList<>();

    /** Versions that stand aside, because they must not overlap. */
    private final List<InstalledJar> aside = new ArrayList<>();

    Attempt(
            DeployContext deployContext,
            DeployedFiles files,
            BundleRetirement bundleRetirement,
            DeployedFile file,
            Set<DeployedFile> claimed) {
        this.deployContext = deployContext;
        this.files = files;
        this.file = file;
        this.directory = file.directory();
        this.claimed = claimed;
        this.required = new RequiredFunctions(deployContext, directory);
        this.exclusiveVersions = new ExclusiveVersions(deployContext, new BundleRemoval(deployContext));
        this.rollback = new Rollback(deployContext, bundleRetirement);
        this.dependants = new Dependants(deployContext);
    }

    /**
     * Makes the attempt.
     *
     * @return what serves now
     * @throws RejectedException if one of them is rejected; nothing has changed then
     * @throws BusyException if it concerns a file that is busy; nothing has changed then
     */
    ChangeSet run(List<Change> changes) throws RejectedException, BusyException {
        Deque<Change> ahead = new ArrayDeque<>(changes);
        try {
            while (!ahead.isEmpty()) {
                install(ahead.pop());
            }
            addUsers();
            resolve();
            start();
            awaitFunctions();
            set.bundles().forEach(InstalledJar::askWhatItWaitsFor);
        } catch (RejectedException rejected) {
            ahead.forEach(change -> change.staged().discard());
            rollback.run(set, aside, rejected.remedy() == Remedy.OTHER_BUNDLES ? files(changes) : partners(changes));
            throw rejected;
        } catch (BusyException | RuntimeException | Error broken) {
            ahead.forEach(change -> change.staged().discard());
            rollback.run(set, aside, files(changes));
            throw broken;
        }
        switchOver();
        return set;
    }

    private static List<DeployedFile> files(List<Change> changes) {
        return changes.stream().map(Change::file).toList();
    }

    private List<DeployedFile> partners(List<Change> changes) {
        return files(changes).stream().filter(partner -> partner != file).toList();
    }

    private void install(Change change) throws RejectedException {
        supersession.watch(change.file(), change.seen(), change.staged());
        InstalledJar current = change.file().current();
        boolean waits = current != null && !current.isUp();
        if (waits && current.staged().fingerprint() == change.staged().fingerprint()) {
            // What waits for other bundles stays installed: only its start is tried again.
            change.staged().discard();
            set.add(Member.changed(change.file(), current, null));
        } else {
            InstalledJar next =
                    deployContext.jars().install(deployContext.host(), directory, change.staged(), set.transaction());
            set.add(
                    change.anew()
                            ? Member.anew(change.file(), next, current)
                            : Member.changed(change.file(), next, current));
        }
    }

    private void addUsers() throws RejectedException, BusyException {
        Set<InstalledJar> concerned = new LinkedHashSet<>(set.replaced());
        concerned.addAll(new MissedWiring(deployContext).of(set.bundles()));
        add(concerned);
    }

    /** Adds what serves, and all who use it, unless it is replaced already. */
    private void add(Collection<InstalledJar> concerned) throws RejectedException, BusyException {
        List<InstalledJar> users = dependants.inOrder(concerned);
        users.removeIf(user -> set.transaction().replaces(user.bundle()) || !user.isUp() || user.isDraining());
        files.fileLocks().take(file, claimed, files.of(users));
        for (InstalledJar user : users) {
            // Unless it has been replaced by another deployment, before its file was ours.
            if (files.of(user).current() == user) {
                StagedJar copy = user.staged().again(deployContext.newCopy(directory));
                DeployedFile its = files.of(user);
                supersession.watch(its, its.identity(), copy);
                set.add(Member.anew(
                        its,
                        deployContext.jars().install(deployContext.host(), directory, copy, set.transaction()),
                        user));
            }
        }
    }

    private void resolve() throws RejectedException {
        RejectedException first = null;
        for (Member member : set.members()) {
            try {
                new Resolution(deployContext, member.next()).run();
                deployContext.jars().admitLibraries(member.next());
            } catch (RejectedException rejected) {
                RejectedException blamed = blame(member, "cannot be wired to it: ", rejected);
                first = first == null ? blamed : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Those who use it may be what keeps a bundle out: then the reason is theirs. */
    private RejectedException blame(Member member, String what, RejectedException rejected) {
        failed.add(member);
        if (member.file() == file || rejected.remedy() == Remedy.NEWER_FILE) {
            return rejected;
        }
        return RejectedException.untilOthersCome(
                "is used by " + member.next() + ", which " + what + rejected.getMessage(), rejected);
    }

    /** The files that it has failed for. */
    Set<DeployedFile> failedFor() {
        return set.filesBehind(failed, dependants);
    }

    private void start() throws RejectedException, BusyException {
        Set<Member> started = Collections.newSetFromMap(new IdentityHashMap<>());
        while (started.size() < set.members().size()) {
            for (Member member : new StartOrder(deployContext).of(set)) {
                if (started.add(member)) {
                    InstalledJar next = member.next();
                    files.fileLocks().take(file, claimed, files.of(exclusiveVersions.of(next)));
                    aside.addAll(exclusiveVersions.standAside(next));
                    supersession.check();
                    limited(member, next::start);
                }
            }
            List<InstalledJar> wanting = new ArrayList<>(set.takeWanting(deployContext.jars()));
            if (!wanting.isEmpty()) {
                add(wanting);
                resolve();
            }
        }
    }

    /** Functions may be registered some time after the start of their bundle, or as soon as another one has started. */
    private void awaitFunctions() throws RejectedException, BusyException {
        for (Member member : set.members()) {
            if (!member.next().functions().names().containsAll(member.required())) {
                limited(
                        member,
                        () -> required.await(member, () -> files.fileLocks().areWanted(claimed)));
                if (!member.next().functions().names().containsAll(member.required())) {
                    files.fileLocks().giveWay(file, claimed);
                }
            }
        }
        if (set.members().size() > 1) {
            // What is activated when somebody asks for it may have been asked for only now.
            for (Member member : set.members()) {
                try {
                    member.next().requireSound();
                } catch (RejectedException rejected) {
                    throw blame(member, "does not start with it: ", rejected);
                }
            }
        }
    }

    private void limited(Member member, BoundedTask.Step step) throws RejectedException {
        try {
            directory
                    .activationMutex()
                    .run(
                            "start-" + member.file().name(),
                            deployContext.workers(),
                            deployContext.startLimit(),
                            step,
                            supersession::check,
                            rollback::hangingHasEnded);
        } catch (HangingException hangs) {
            file.hangs(set.members().get(0).next().staged(), rollback.hangs(member.next()));
            throw blame(member, "", hangs);
        } catch (RejectedException rejected) {
            throw blame(member, "does not start with it: ", rejected);
        }
    }

    private void switchOver() {
        synchronized (directory.wiring()) {
            set.transaction().commit();
        }
        directory.activity().hasSwitched();
        InstalledJar.exchange(directory, set.replaced(), set.bundles());
        for (Member member : set.members()) {
            member.file().serves(member.next());
        }
        set.replaced().forEach(InstalledJar::leave);
        set.bundles().forEach(InstalledJar::prove);
        // Services that came too late to be waited for.
        set.takeWanting(deployContext.jars()).forEach(InstalledJar::miss);
        set.bundles()
                .forEach(next ->
                        FunctionServices.offerStragglers(next, deployContext.workers(), deployContext.startLimit()));
    }
}
