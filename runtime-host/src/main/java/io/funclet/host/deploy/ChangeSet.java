package io.funclet.host.deploy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Bundles that are started together, beside those that they replace: all of them will serve, or none. Until they do, they
 * see each other instead of what they replace, and nobody else sees them.
 */
final class ChangeSet {

    /**
     * One of the bundles.
     *
     * @param file where it comes from
     * @param next the bundle
     * @param previous what it replaces; {@code null} if nothing
     * @param anew whether its file has not changed, but something that it uses has
     * @param required the functions that it must offer: an update that forgets one is rather a mistake than a wish
     */
    record Member(WatchedFile file, InstalledJar next, InstalledJar previous, boolean anew, Set<String> required) {

        static Member changed(WatchedFile file, InstalledJar next, InstalledJar previous) {
            return new Member(
                    file,
                    next,
                    previous,
                    false,
                    previous == null ? Set.of() : previous.functions().names());
        }

        static Member anew(WatchedFile file, InstalledJar next, InstalledJar previous) {
            next.optional().inVainAs(previous.optional());
            return new Member(file, next, previous, true, previous.functions().names());
        }
    }

    private final List<Member> members = new CopyOnWriteArrayList<>();

    private final Set<InstalledJar> replaced = ConcurrentHashMap.newKeySet();

    private final Set<InstalledJar> wanting = ConcurrentHashMap.newKeySet();

    private volatile boolean update;

    private volatile boolean committed;

    void add(Member member) {
        members.add(member);
        member.next().startIn(this);
        if (member.previous() != null) {
            member.previous().replacedIn(this);
            replaced.add(member.previous());
            update |= member.previous().isUp();
        }
    }

    /** In one instant, what was hidden is seen, and what it replaces is not any more. */
    void commit() {
        committed = true;
    }

    boolean isCommitted() {
        return committed;
    }

    /** Those whose file has changed come first. */
    List<Member> members() {
        return members;
    }

    List<InstalledJar> bundles() {
        return members.stream().map(Member::next).toList();
    }

    /** Whether something that serves is to be replaced. */
    boolean isUpdate() {
        return update;
    }

    boolean replaces(InstalledJar jar) {
        return replaced.contains(jar);
    }

    Set<InstalledJar> replaced() {
        return Set.copyOf(replaced);
    }

    /** A bundle that serves would like a service of one of these: it has to be among them to get it. */
    void wantedBy(InstalledJar user) {
        if (!replaces(user)) {
            wanting.add(user);
        }
    }

    Set<InstalledJar> takeWanting() {
        Set<InstalledJar> taken = Set.copyOf(wanting);
        wanting.removeAll(taken);
        return taken;
    }
}
