package io.funclet.host.deploy;

import io.funclet.host.deploy.ChangeSet.Member;
import io.funclet.host.deploy.Claims.BusyException;
import io.funclet.host.deploy.RefusedException.Remedy;
import io.funclet.host.deploy.TimeLimit.HangingException;
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
    record Change(WatchedFile file, FileIdentity seen, StagedJar staged, boolean anew) {}

    private final Ground ground;
    private final DeployedFiles files;
    private final WatchedFile file;
    private final CodeDirectory directory;
    private final Set<WatchedFile> claimed;
    private final Rivals rivals;
    private final Rollback rollback;
    private final Dependants dependants;
    private final RequiredFunctions required;
    private final Supersession supersession = new Supersession();

    private final ChangeSet set = new ChangeSet();

    /** What it has failed for. */
    private final List<Member> failed = new ArrayList<>();

    /** Versions that stand aside, because they must not overlap. */
    private final List<InstalledJar> aside = new ArrayList<>();

    Attempt(Ground ground, DeployedFiles files, Departures departures, WatchedFile file, Set<WatchedFile> claimed) {
        this.ground = ground;
        this.files = files;
        this.file = file;
        this.directory = file.directory();
        this.claimed = claimed;
        this.required = new RequiredFunctions(ground, directory);
        this.rivals = new Rivals(ground, new Clearance(ground));
        this.rollback = new Rollback(ground, departures);
        this.dependants = new Dependants(ground);
    }

    /**
     * Makes the attempt.
     *
     * @return what serves now
     * @throws RefusedException if one of them is refused; nothing has changed then
     * @throws BusyException if it concerns a file that is busy; nothing has changed then
     */
    ChangeSet run(List<Change> changes) throws RefusedException, BusyException {
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
        } catch (RefusedException refused) {
            ahead.forEach(change -> change.staged().discard());
            rollback.run(set, aside, refused.remedy() == Remedy.OTHER_BUNDLES ? files(changes) : partners(changes));
            throw refused;
        } catch (BusyException | RuntimeException | Error broken) {
            ahead.forEach(change -> change.staged().discard());
            rollback.run(set, aside, files(changes));
            throw broken;
        }
        switchOver();
        return set;
    }

    private static List<WatchedFile> files(List<Change> changes) {
        return changes.stream().map(Change::file).toList();
    }

    private List<WatchedFile> partners(List<Change> changes) {
        return files(changes).stream().filter(partner -> partner != file).toList();
    }

    private void install(Change change) throws RefusedException {
        supersession.watch(change.file(), change.seen(), change.staged());
        InstalledJar current = change.file().current();
        boolean waits = current != null && !current.isUp();
        if (waits && current.staged().fingerprint() == change.staged().fingerprint()) {
            // What waits for other bundles stays installed: only its start is tried again.
            change.staged().discard();
            set.add(Member.changed(change.file(), current, null));
        } else {
            InstalledJar next = ground.jars().install(ground.host(), directory, change.staged(), set.transaction());
            set.add(
                    change.anew()
                            ? Member.anew(change.file(), next, current)
                            : Member.changed(change.file(), next, current));
        }
    }

    private void addUsers() throws RefusedException, BusyException {
        Set<InstalledJar> concerned = new LinkedHashSet<>(set.replaced());
        concerned.addAll(new MissedWiring(ground).of(set.bundles()));
        add(concerned);
    }

    /** Adds what serves, and all who use it, unless it is replaced already. */
    private void add(Collection<InstalledJar> concerned) throws RefusedException, BusyException {
        List<InstalledJar> users = dependants.inOrder(concerned);
        users.removeIf(user -> set.transaction().replaces(user.bundle()) || !user.isUp() || user.isLeaving());
        files.claims().take(file, claimed, files.of(users));
        for (InstalledJar user : users) {
            // Unless it has been replaced by another deployment, before its file was ours.
            if (files.of(user).current() == user) {
                StagedJar copy = user.staged().again(ground.newCopy(directory));
                WatchedFile its = files.of(user);
                supersession.watch(its, its.identity(), copy);
                set.add(Member.anew(
                        its, ground.jars().install(ground.host(), directory, copy, set.transaction()), user));
            }
        }
    }

    private void resolve() throws RefusedException {
        RefusedException first = null;
        for (Member member : set.members()) {
            try {
                new Resolution(ground, member.next()).run();
                ground.jars().admitLibraries(member.next());
            } catch (RefusedException refused) {
                RefusedException blamed = blame(member, "cannot be wired to it: ", refused);
                first = first == null ? blamed : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Those who use it may be what keeps a bundle out: then the reason is theirs. */
    private RefusedException blame(Member member, String what, RefusedException refused) {
        failed.add(member);
        if (member.file() == file || refused.remedy() == Remedy.NEWER_FILE) {
            return refused;
        }
        return RefusedException.untilOthersCome(
                "is used by " + member.next() + ", which " + what + refused.getMessage(), refused);
    }

    /** The files that it has failed for. */
    Set<WatchedFile> failedFor() {
        return set.filesBehind(failed, dependants);
    }

    private void start() throws RefusedException, BusyException {
        Set<Member> started = Collections.newSetFromMap(new IdentityHashMap<>());
        while (started.size() < set.members().size()) {
            for (Member member : new StartOrder(ground).of(set)) {
                if (started.add(member)) {
                    InstalledJar next = member.next();
                    files.claims().take(file, claimed, files.of(rivals.of(next)));
                    aside.addAll(rivals.standAside(next));
                    supersession.check();
                    limited(member, next::start);
                }
            }
            List<InstalledJar> wanting = new ArrayList<>(set.takeWanting(ground.jars()));
            if (!wanting.isEmpty()) {
                add(wanting);
                resolve();
            }
        }
    }

    /** Functions may be registered some time after the start of their bundle, or as soon as another one has started. */
    private void awaitFunctions() throws RefusedException, BusyException {
        for (Member member : set.members()) {
            if (!member.next().functions().names().containsAll(member.required())) {
                limited(
                        member,
                        () -> required.await(member, () -> files.claims().areWanted(claimed)));
                if (!member.next().functions().names().containsAll(member.required())) {
                    files.claims().giveWay(file, claimed);
                }
            }
        }
        if (set.members().size() > 1) {
            // What is activated when somebody asks for it may have been asked for only now.
            for (Member member : set.members()) {
                try {
                    member.next().requireSound();
                } catch (RefusedException refused) {
                    throw blame(member, "does not start with it: ", refused);
                }
            }
        }
    }

    private void limited(Member member, TimeLimit.Step step) throws RefusedException {
        try {
            directory
                    .turns()
                    .run(
                            "start-" + member.file().name(),
                            ground.workers(),
                            ground.startLimit(),
                            step,
                            supersession::check,
                            rollback::hangingHasEnded);
        } catch (HangingException hangs) {
            file.hangs(set.members().get(0).next().staged(), rollback.hangs(member.next()));
            throw blame(member, "", hangs);
        } catch (RefusedException refused) {
            throw blame(member, "does not start with it: ", refused);
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
        set.takeWanting(ground.jars()).forEach(InstalledJar::miss);
        set.bundles().forEach(next -> FunctionServices.offerStragglers(next, ground.workers(), ground.startLimit()));
    }
}
