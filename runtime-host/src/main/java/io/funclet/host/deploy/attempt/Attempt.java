package io.funclet.host.deploy.attempt;

import io.funclet.host.deploy.attempt.ChangeSet.Change;
import io.funclet.host.deploy.attempt.ChangeSet.Member;
import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.FunctionServices;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.FileLocks;
import io.funclet.host.deploy.file.FileLocks.BusyException;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.RejectedException.Remedy;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.retirement.ExclusiveVersions;
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
 * One attempt to replace bundles. It installs, resolves and starts the new ones beside the old ones, with a further copy
 * of each bundle that uses an old one. Then it switches calls over in one step, or takes everything back.
 */
public final class Attempt {

    private final DeploymentScope scope;
    private final DeployContext context;
    private final FileLocks locks;
    private final DeployedFile file;
    private final ExclusiveVersions exclusiveVersions;
    private final Rollback rollback;
    private final Dependants dependants;
    private final MissedWiring missed;
    private final RequiredFunctions required;
    private final WantingUsers wantingUsers;

    private final ChangeSet set = new ChangeSet();

    private final FailedMembers failed;

    /** What was read of the file that is looked at. */
    private StagedJar content;

    /** Versions that were stopped first, because they must not overlap with the new ones. */
    private final List<InstalledJar> aside = new ArrayList<>();

    public Attempt(DeploymentScope scope) {
        this.scope = scope;
        this.context = scope.context();
        this.locks = scope.files().locks();
        this.file = scope.file();
        this.required = new RequiredFunctions(context, scope.directory());
        this.exclusiveVersions = new ExclusiveVersions(context, scope.retirement());
        this.rollback = new Rollback(scope, exclusiveVersions);
        this.dependants = new Dependants(context);
        this.missed = new MissedWiring(context);
        this.wantingUsers = new WantingUsers(context, set);
        this.failed = new FailedMembers(file);
    }

    /** Prepares an attempt as {@link #prepare} does, and switches over. */
    public ChangeSet run(List<Change> changes) throws RejectedException, BusyException {
        prepare(changes, changes.get(0).content());
        return switchOver();
    }

    /**
     * Does all but the switch.
     *
     * @param cause what was read of the file that is looked at
     * @throws RejectedException if one of them is rejected; nothing has changed then
     * @throws BusyException if it concerns a file that is busy; nothing has changed then
     */
    public void prepare(List<Change> changes, StagedJar cause) throws RejectedException, BusyException {
        Deque<Change> ahead = new ArrayDeque<>(changes);
        content = cause;
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
            rollback.run(set, aside, changes, rejected.remedy() == Remedy.OTHER_BUNDLES);
            throw rejected;
        } catch (BusyException | RuntimeException | Error broken) {
            ahead.forEach(change -> change.staged().discard());
            rollback.run(set, aside, changes, true);
            throw broken;
        }
    }

    /** Takes back what was prepared, because another part of a set failed. */
    public void takeBack() {
        rollback.run(set, aside, List.of(), true);
    }

    private void install(Change change) throws RejectedException {
        InstalledJar current = change.file().current();
        boolean waits = current != null && !current.isUp();
        if (waits && current.staged().fingerprint() == change.staged().fingerprint()) {
            // A bundle that waits for others stays installed: only its start is tried again.
            change.staged().discard();
            context.jars().configureAnew(context.host(), current);
            set.add(change, current, null);
        } else {
            set.add(change, scope.install(change.staged(), set.transaction()), current);
        }
    }

    private void addUsers() throws RejectedException, BusyException {
        Set<InstalledJar> concerned = new LinkedHashSet<>(set.replaced());
        concerned.addAll(missed.of(set.bundles()));
        add(concerned);
    }

    /** Adds bundles that serve, and all bundles that use them, unless they are replaced already. */
    private void add(Collection<InstalledJar> concerned) throws RejectedException, BusyException {
        List<InstalledJar> users = dependants.inOrder(concerned);
        users.removeIf(user -> set.transaction().replaces(user.bundle()) || !user.isUp() || user.isDraining());
        scope.claim(users);
        for (InstalledJar user : users) {
            // Another deployment may have replaced it before this one claimed its file.
            if (scope.files().of(user).current() == user) {
                install(scope.again(user));
            }
        }
    }

    private void resolve() throws RejectedException {
        RejectedException first = null;
        for (Member member : set.members()) {
            try {
                new Resolution(context, member.next()).run();
                context.jars().admitLibraries(member.next());
            } catch (RejectedException rejected) {
                RejectedException blamed = failed.blame(member, "cannot be wired to it: ", rejected);
                first = first == null ? blamed : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    public Set<DeployedFile> failedFor() {
        return set.filesBehind(failed.members(), dependants);
    }

    private void start() throws RejectedException, BusyException {
        Set<Member> started = Collections.newSetFromMap(new IdentityHashMap<>());
        while (started.size() < set.members().size()) {
            for (Member member : set.inStartOrder(dependants, missed)) {
                if (started.add(member)) {
                    InstalledJar next = member.next();
                    scope.claim(exclusiveVersions.of(next));
                    aside.addAll(exclusiveVersions.standAside(next));
                    set.requireNothingNewer();
                    limited(member, next.lifecycle()::start);
                }
            }
            Set<InstalledJar> wanting = wantingUsers.joining();
            if (!wanting.isEmpty()) {
                add(wanting);
                resolve();
            }
        }
    }

    /** A bundle may register functions some time after its start, or when another bundle has started. */
    private void awaitFunctions() throws RejectedException, BusyException {
        for (Member member : set.members()) {
            if (!member.next().functions().names().containsAll(member.required())) {
                limited(member, () -> required.await(member, () -> locks.areWanted(scope.claimed())));
                if (!member.next().functions().names().containsAll(member.required())) {
                    locks.giveWay(file, scope.claimed());
                }
            }
        }
        if (set.members().size() > 1) {
            // A delayed component may have been activated only now, by another bundle.
            for (Member member : set.members()) {
                try {
                    member.next().lifecycle().requireSound();
                } catch (RejectedException rejected) {
                    throw failed.blame(member, "does not start with it: ", rejected);
                }
            }
        }
    }

    private void limited(Member member, BoundedTask.Step step) throws RejectedException {
        try {
            scope.directory()
                    .activationMutex()
                    .run(
                            member.file().name(),
                            context.workers(),
                            context.startLimit(),
                            step,
                            set::requireNothingNewer,
                            rollback::hangingHasEnded);
        } catch (HangingException hangs) {
            file.hangs(content, rollback.hangs(member.next()));
            throw failed.blame(member, "", hangs);
        } catch (RejectedException rejected) {
            throw failed.blame(member, "does not start with it: ", rejected);
        }
    }

    /** Switches calls over to what was prepared. Cannot fail. */
    public ChangeSet switchOver() {
        CodeDirectory directory = scope.directory();
        synchronized (directory.wiring()) {
            set.transaction().commit();
        }
        directory.activity().hasSwitched();
        if (scope.rollouts() != null) {
            // Before the switch: each new version gets its part of the calls.
            scope.rollouts().share(set.successions());
        }
        InstalledJar.exchange(directory, set.replaced(), set.bundles());
        for (Member member : set.members()) {
            member.file().serves(member.next());
        }
        set.replaced().forEach(InstalledJar::startDraining);
        set.bundles().forEach(InstalledJar::prove);
        // Their services came too late for this attempt.
        wantingUsers.all().forEach(user -> user.optional().miss());
        set.bundles().forEach(next -> FunctionServices.offerStragglers(context, next));
        return set;
    }
}
