package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.BundleTransaction;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.DirectoryAvailability;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.FileIdentity;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.wiring.Dependants;
import io.funclet.host.deploy.wiring.MissedWiring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The bundles that one attempt starts in one {@link BundleTransaction}, and their files. */
final class ChangeSet {

    /**
     * The content of a file, which is to serve.
     *
     * @param seen what the file looked like before it was read
     * @param anew whether the file has not changed, and its bundle is deployed once more
     */
    record Change(DeployedFile file, FileIdentity seen, StagedJar staged, boolean anew) {}

    /**
     * One of the bundles, and the one that it replaces; {@code null} if it replaces none.
     *
     * @param anew whether its file has not changed, but something that it uses has
     * @param required the functions that it must offer; an update that drops one is probably a mistake
     */
    record Member(DeployedFile file, InstalledJar next, InstalledJar previous, boolean anew, Set<String> required) {}

    private final BundleTransaction transaction = new BundleTransaction();

    private final List<Member> members = new ArrayList<>();

    /** The files before they were read, or when they were last found to have the same content. */
    private final Map<DeployedFile, FileIdentity> seen = new HashMap<>();

    void add(Change change, InstalledJar next, InstalledJar previous) {
        next.startIn(transaction);
        seen.put(change.file(), change.seen());
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
        for (Member member : members) {
            if (isSuperseded(member)) {
                member.file().look();
                throw RejectedException.newerFile();
            }
        }
    }

    /** Reads the file only if it has been touched. */
    private boolean isSuperseded(Member member) {
        DeployedFile file = member.file();
        FileIdentity now = file.identity();
        if (now.equals(seen.put(file, now))) {
            return false;
        }
        DirectoryAvailability directory = file.directory().availability();
        if (!directory.mayHold(file.name())) {
            // A jar of a directory that is not there counts as present.
            return directory.isThere();
        }
        OptionalLong content = JarCopy.fingerprintOf(file.path());
        return content.isPresent()
                && content.getAsLong() != member.next().staged().fingerprint();
    }

    BundleTransaction transaction() {
        return transaction;
    }

    /** Bundles whose file has changed come first. */
    List<Member> members() {
        return List.copyOf(members);
    }

    List<InstalledJar> bundles() {
        return members.stream().map(Member::next).toList();
    }

    Set<InstalledJar> replaced() {
        return members.stream()
                .map(Member::previous)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
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
        inOrder.sort(Comparator.comparingInt(member -> order.indexOf(member.previous())));
        return inOrder;
    }
}
