package io.funclet.host.deploy.attempt;

import io.funclet.host.deploy.bundle.BundleTransaction;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.DirectoryAvailability;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.rollout.Succession;
import io.funclet.host.deploy.wiring.Dependants;
import io.funclet.host.deploy.wiring.MissedWiring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The bundles that one attempt starts in one {@link BundleTransaction}, and their files. */
public final class ChangeSet {

    /**
     * The content of a file, which is to serve.
     *
     * @param seen what the file looked like before it was read
     */
    public record Content(DeployedFile file, FileIdentity seen, StagedJar staged) {}

    /**
     * A bundle that is to serve.
     *
     * @param seen what the file looked like before it was read
     * @param anew whether the file has not changed, and its bundle is deployed once more
     * @param plain if it is a class path, the files whose content it is to have from now on
     */
    public record Change(DeployedFile file, FileIdentity seen, StagedJar staged, boolean anew, List<Content> plain) {

        public Change(DeployedFile file, FileIdentity seen, StagedJar staged, boolean anew) {
            this(file, seen, staged, anew, List.of());
        }

        /** What was read of files, that of the one that is looked at first. */
        List<Content> contents() {
            return file.isClassPath() ? plain : List.of(new Content(file, seen, staged));
        }

        /** What was read of the file that is looked at. */
        StagedJar content() {
            return plain.isEmpty() ? staged : plain.get(0).staged();
        }
    }

    /**
     * One of the bundles, and the one that it replaces; {@code null} if it replaces none.
     *
     * @param anew whether its file has not changed, but something that it uses has
     * @param required the functions that it must offer; an update that drops one is probably a mistake
     */
    public record Member(
            DeployedFile file, InstalledJar next, InstalledJar previous, boolean anew, Set<String> required) {

        /** Whether it is a class path of which plain jars have changed. */
        public boolean isChangedClassPath() {
            return file.isClassPath() && !anew;
        }
    }

    private final BundleTransaction transaction = new BundleTransaction();

    private final List<Member> members = new ArrayList<>();

    /** The plain jars that are new on the class path. */
    private final List<Content> plain = new ArrayList<>();

    /** What was read of the files. */
    private final List<Content> contents = new ArrayList<>();

    /** The files before they were read, or when they were last found to have the same content. */
    private final Map<DeployedFile, FileIdentity> seen = new HashMap<>();

    public List<Content> plain() {
        return plain;
    }

    /** What of it has caused the rest, for the log. */
    public String cause() {
        Member first = members.get(0);
        return first.isChangedClassPath() && !plain.isEmpty()
                ? plain.get(0).staged().toString()
                : first.next().toString();
    }

    void add(Change change, InstalledJar next, InstalledJar previous) {
        next.startIn(transaction);
        plain.addAll(change.plain());
        contents.addAll(change.contents());
        Set<String> required = Set.of();
        if (previous != null) {
            required = previous.functions().names();
            previous.replacedIn(transaction);
            transaction.replace(previous.bundle(), previous.isUp());
            if (change.anew()) {
                next.optional().inVainAs(previous.optional());
            }
        }
        members.add(new Member(change.file(), next, previous, change.anew(), required));
    }

    /** Throws if one of the files has been replaced or removed; it is looked at again, as soon as it is free. */
    void requireNothingNewer() throws RejectedException {
        for (Content content : contents) {
            if (isSuperseded(content)) {
                content.file().look();
                throw RejectedException.newerFile();
            }
        }
    }

    /** Reads the file only if it has been touched. */
    private boolean isSuperseded(Content read) {
        DeployedFile file = read.file();
        FileIdentity now = file.identity();
        FileIdentity before = seen.put(file, now);
        if (now.equals(before == null ? read.seen() : before)) {
            return false;
        }
        DirectoryAvailability directory = file.directory().availability();
        if (!directory.mayHold(file.name())) {
            // A jar of a directory that is not there counts as present.
            return directory.isThere();
        }
        OptionalLong content = JarCopy.fingerprintOf(file.path());
        return content.isPresent() && content.getAsLong() != read.staged().fingerprint();
    }

    BundleTransaction transaction() {
        return transaction;
    }

    /** Bundles whose file has changed come first. */
    public List<Member> members() {
        return List.copyOf(members);
    }

    public List<InstalledJar> bundles() {
        List<InstalledJar> bundles = new ArrayList<>();
        for (Member member : members) {
            bundles.add(member.next());
        }
        return bundles;
    }

    public Set<InstalledJar> replaced() {
        Set<InstalledJar> replaced = new LinkedHashSet<>();
        for (Member member : members) {
            if (member.previous() != null) {
                replaced.add(member.previous());
            }
        }
        return replaced;
    }

    /** What follows what. A bundle that has only waited does not count. */
    public List<Succession> successions() {
        List<Succession> successions = new ArrayList<>();
        for (Member member : members) {
            InstalledJar previous = member.previous();
            boolean served = previous != null && previous.isProven();
            successions.add(new Succession(member.file(), member.next(), served ? previous : null));
        }
        return successions;
    }

    /** The files of some members, and those that would replace what these use. */
    Set<DeployedFile> filesBehind(List<Member> some, Dependants dependants) {
        Set<DeployedFile> files = new HashSet<>();
        for (Member member : members) {
            List<InstalledJar> users = member.anew() || member.previous() == null
                    ? List.of()
                    : dependants.inOrder(List.of(member.previous()));
            if (some.stream().anyMatch(one -> one == member || one.anew() && users.contains(one.previous()))) {
                files.add(member.file());
                if (member.file().isClassPath()) {
                    plain.forEach(content -> files.add(content.file()));
                }
            }
        }
        return files;
    }

    /** New bundles first; the others after those that they use or have missed, and else in the order of their last start. */
    List<Member> inStartOrder(Dependants dependants, MissedWiring missed) {
        List<InstalledJar> byAge = new ArrayList<>(replaced());
        byAge.sort(InstalledJar::compareStart);
        Map<InstalledJar, Set<InstalledJar>> lacking = new HashMap<>();
        for (InstalledJar jar : byAge) {
            for (InstalledJar provider : missed.by(jar)) {
                lacking.computeIfAbsent(provider, any -> new LinkedHashSet<>()).add(jar);
            }
        }
        List<InstalledJar> order = dependants.inOrder(byAge, provider -> lacking.getOrDefault(provider, Set.of()));
        List<Member> inOrder = new ArrayList<>(members);
        inOrder.sort((one, other) -> order.indexOf(one.previous()) - order.indexOf(other.previous()));
        return inOrder;
    }
}
