package io.funclet.host.deploy.set;

import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.rollout.Rollouts;
import io.funclet.host.deploy.rollout.Succession;
import io.funclet.host.deploy.rollout.TakenBack;
import io.funclet.host.deploy.set.JarSet.Member;
import io.funclet.host.deploy.set.SetState.Served;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The sets of all code directories. Any thread. */
public final class JarSets {

    private final DeployedFiles files;
    private final Collection<CodeDirectory> directories;
    private final Function<CodeDirectory, Rollouts> rollouts;

    /** By the file of the set. */
    private final Map<DeployedFile, SetState> states = new ConcurrentHashMap<>();

    /** @param rollouts those of a directory; {@code null} for one whose updates prove nothing */
    public JarSets(
            DeployedFiles files, Collection<CodeDirectory> directories, Function<CodeDirectory, Rollouts> rollouts) {
        this.files = files;
        this.directories = directories;
        this.rollouts = rollouts;
    }

    public Rollouts rollouts(CodeDirectory directory) {
        return rollouts.apply(directory);
    }

    public SetState state(DeployedFile set) {
        return states.computeIfAbsent(set, any -> new SetState());
    }

    /**
     * The file of the set to which a jar belongs, or which may name it and has not been read yet. In that case the jar is
     * looked at again. {@code null} if there is none.
     */
    public DeployedFile of(DeployedFile file) {
        CodeDirectory directory = file.directory();
        for (String name : directory.availability().sets()) {
            DeployedFile set = files.get(directory, name);
            SetState state = state(set);
            if (!state.isRead(set.identity())) {
                state.defer(file);
                set.look();
                return set;
            }
            if (state.names(name(directory), file.name())) {
                return set;
            }
        }
        return null;
    }

    /** The file of the set that names a jar, as far as it has been read. */
    public Optional<DeployedFile> owner(DeployedFile file) {
        return states.entrySet().stream()
                .filter(entry -> entry.getKey().directory() == file.directory()
                        && entry.getValue().names(name(file.directory()), file.name()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The name of a code directory in lists. */
    public static String name(CodeDirectory directory) {
        return directory.path().toAbsolutePath().normalize().getFileName().toString();
    }

    /** Looks at jars that have waited for the list to be read. */
    public void lookAtDeferred(DeployedFile set) {
        state(set).takeDeferred().forEach(DeployedFile::look);
    }

    /** The file of a set is gone: its jars are ordinary ones from now on. */
    public void remove(DeployedFile set) {
        SetState state = states.remove(set);
        if (state == null) {
            return;
        }
        Set<DeployedFile> freed = new HashSet<>(state.takeDeferred());
        if (state.list() != null) {
            freed.addAll(members(set, state.list()));
        }
        if (state.served() != null) {
            state.served().file().discard();
        }
        freed.forEach(DeployedFile::look);
    }

    /** The directories with this name. */
    public List<CodeDirectory> called(String name) {
        return directories.stream()
                .filter(directory -> name(directory).equals(name))
                .toList();
    }

    /** The code directory of a jar of a set; that of the set itself if there is none with the name. */
    public CodeDirectory directory(DeployedFile set, Member member) {
        List<CodeDirectory> called = member.directory().isEmpty() ? List.of() : called(member.directory());
        return called.isEmpty() ? set.directory() : called.get(0);
    }

    /** The files of the jars. */
    public List<DeployedFile> members(DeployedFile set, JarSet list) {
        List<DeployedFile> members = new ArrayList<>();
        for (Member member : list.members()) {
            members.add(files.get(directory(set, member), member.file()));
        }
        return members;
    }

    /** The same file in each directory of which it lists jars; itself first. */
    public Set<DeployedFile> copies(DeployedFile set, JarSet list) {
        Set<DeployedFile> copies = new LinkedHashSet<>(List.of(set));
        for (DeployedFile member : members(set, list)) {
            copies.add(files.get(member.directory(), set.name()));
        }
        return copies;
    }

    /** New versions have been taken back: so are the sets to which they belong. */
    public void takenBack(List<Succession> successions, String reason) {
        for (DeployedFile set : concerned(successions)) {
            Served served = state(set).served();
            TakenBack mark =
                    new TakenBack(served.file().fingerprint(), state(set).former(), reason);
            for (DeployedFile copy : copies(set, served.list())) {
                if (rollouts(copy.directory()) != null) {
                    rollouts(copy.directory()).archive().takeBack(copy.name(), mark);
                }
                copy.look();
            }
        }
    }

    /** New versions have proved themselves: so have the sets to which they belong. */
    public void proved(List<Succession> successions) {
        for (DeployedFile set : concerned(successions)) {
            rollouts(set.directory()).archive().keep(state(set).served().file());
        }
    }

    /** The sets that serve, and of which something new does. */
    private Set<DeployedFile> concerned(List<Succession> successions) {
        Set<DeployedFile> sets = new HashSet<>();
        for (Succession each : successions) {
            states.forEach((set, state) -> {
                boolean serves = set.directory() == each.file().directory()
                        && state.served() != null
                        && isNew(each)
                        && fileNames(each)
                                .anyMatch(name -> state.served().list().names(name(set.directory()), name));
                if (serves) {
                    sets.add(set);
                }
            });
        }
        return sets;
    }

    private static Stream<String> fileNames(Succession each) {
        List<StagedJar> parts = each.next().staged().parts();
        return parts.isEmpty() ? Stream.of(each.file().name()) : parts.stream().map(StagedJar::fileName);
    }

    private static boolean isNew(Succession each) {
        InstalledJar previous = each.previous();
        return previous == null
                || previous.staged().fingerprint() != each.next().staged().fingerprint();
    }
}
