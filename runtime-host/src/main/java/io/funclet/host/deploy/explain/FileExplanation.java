package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFiles;
import io.funclet.host.deploy.jar.PathFault;
import io.funclet.host.deploy.set.JarSets;
import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.DrainingStatus;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.FileStatus.State;
import io.funclet.host.deploy.status.HandlerStatus;
import io.funclet.host.deploy.status.Outcome;
import io.funclet.host.deploy.status.Outcome.Kind;
import io.funclet.host.deploy.status.RankedProvider;
import io.funclet.host.deploy.wiring.Dependants;
import io.funclet.host.framework.component.BundleStackFrames;
import io.funclet.host.framework.component.UnsatisfiedComponents;
import io.funclet.host.framework.requirement.UnmetRequirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** Why a file of a code directory serves, or does not. */
final class FileExplanation {

    /** Enough to show where code of the bundle hangs. */
    private static final int MOST_FRAMES = 6;

    private final DeployContext context;
    private final DeployedFiles files;
    private final JarSets sets;
    private final CodeDirectory directory;
    private final DirectoryStatus status;
    private final PlainExplanation plain;

    FileExplanation(
            DeployContext context, DeployedFiles files, JarSets sets, CodeDirectory directory, DirectoryStatus status) {
        this.context = context;
        this.files = files;
        this.sets = sets;
        this.directory = directory;
        this.status = status;
        this.plain = new PlainExplanation(context, directory);
    }

    /** Everything about a file. */
    Explanation of(FileStatus file) {
        List<Explanation> because = new ArrayList<>(faults(file));
        boolean faulty = !because.isEmpty();
        for (String function : file.functions()) {
            because.add(function(file, function));
        }
        status.draining().stream()
                .filter(draining -> draining.file().equals(file.file()))
                .forEach(draining -> because.add(draining(draining)));
        status.rollouts().stream()
                .filter(rollout -> rollout.file().equals(file.file()))
                .forEach(rollout -> because.add(Explanation.neutral(rollout.words())));
        installed(file).stream()
                .flatMap(jar -> new Dependants(context).direct(jar).stream())
                .filter(user -> !user.isDraining())
                .forEach(user -> because.add(Explanation.neutral("is used by " + user)));
        installed(file).ifPresent(jar -> {
            because.addAll(new ServiceExplanation(context, directory).of(jar));
            ConfigurationExplanation configuration = new ConfigurationExplanation(context, directory);
            files.find(directory, file.file())
                    .flatMap(known -> configuration.missedBy(jar, known))
                    .ifPresent(because::add);
            because.addAll(configuration.of(jar));
            because.addAll(TrustExplanation.of(directory, jar.staged()));
        });
        installed(file)
                .flatMap(jar -> jar.warnings().residentLibraryOfNow())
                .ifPresent(note -> because.add(Explanation.neutral(note)));
        because.addAll(plain.of(file.file()));
        files.find(directory, file.file()).ifPresent(known -> because.addAll(SetExplanation.of(sets, known)));
        boolean works = file.state() == State.SERVING || file.state() == State.ACTIVE;
        Tone tone = faulty ? Tone.BAD : works ? Tone.GOOD : Tone.NEUTRAL;
        return new Explanation(tone, name(file) + " is " + FileStateText.of(file), because);
    }

    /** The file, and the bundle in it. */
    String name(FileStatus file) {
        String bundle = file.bundle().isEmpty() ? "" : " (" + file.bundle() + " " + file.version() + ")";
        return directory.label(file.file()) + bundle;
    }

    /** Why the content of the file does not serve; empty if it does. */
    List<Explanation> faults(FileStatus file) {
        // Also of a rejected one, whose last start hangs.
        List<Explanation> faults = new ArrayList<>(starting(file));
        if (file.state() == State.PENDING) {
            return faults;
        }
        failedUpdate(file).ifPresent(faults::add);
        Optional<InstalledJar> installed = installed(file);
        installed.ifPresent(jar -> faults.addAll(live(jar)));
        if (installed.isEmpty()
                && file.last() != null
                && (file.state() == State.WAITING || file.state() == State.REJECTED)) {
            faults.add(Explanation.bad(file.last().reason()));
        }
        if (file.state() == State.REMOVED) {
            PathFault.of(directory.path().resolve(file.file()))
                    .ifPresent(fault -> faults.add(Explanation.bad("it " + fault)));
        }
        return faults;
    }

    /** Why another content is installed than the file has; empty if not, or if nothing is installed. */
    Optional<Explanation> failedUpdate(FileStatus file) {
        Outcome last = file.last();
        InstalledJar jar =
                installed(file).or(() -> plain.classPath(file.file())).orElse(null);
        if (last == null || jar == null) {
            return Optional.empty();
        }
        // The installed bundle itself may wait for other bundles or, if it is up, for services.
        boolean isItself = last.bundle().equals(file.bundle() + " " + file.version())
                && !(jar.isUp() && jar.waitsFor().isEmpty());
        if (last.kind() != Kind.REJECTED && (last.kind() != Kind.WAITING || isItself)) {
            return Optional.empty();
        }
        String what = last.bundle().isEmpty() ? "the new content of the file" : last.bundle();
        return Optional.of(Explanation.bad(
                what + (last.kind() == Kind.REJECTED ? " is rejected" : " is waiting") + ", and " + file.version()
                        + (jar.isUp() ? " goes on" : " waits, as before"),
                List.of(Explanation.neutral(last.reason()))));
    }

    /** The present state, not the one of the last attempt. */
    private List<Explanation> live(InstalledJar jar) {
        try {
            if (!jar.isUp()) {
                return Explanation.bad(UnmetRequirements.of(context.host(), jar.bundle(), context.jars()::mayUse));
            }
            List<Explanation> faults =
                    new ArrayList<>(Explanation.bad(UnsatisfiedComponents.of(context.host(), jar.bundle())));
            jar.warnings().ofNow().forEach(warning -> faults.add(Explanation.bad(warning)));
            return faults;
        } catch (IllegalStateException uninstalledMeanwhile) {
            return List.of();
        }
    }

    /** The installed bundle that stays. */
    Optional<InstalledJar> installed(FileStatus file) {
        return context.jars().in(directory).stream()
                .filter(jar -> !jar.isDraining() && jar.isProvenOrWaits())
                .filter(jar -> jar.staged().fileName().equals(file.file()))
                .findFirst();
    }

    /** Where the start of a bundle is now. */
    private static List<Explanation> starting(FileStatus file) {
        List<Explanation> starting = new ArrayList<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.getName().equals("start-" + file.file()) && stack.length > 0) {
                List<Explanation> frames = new ArrayList<>();
                int own = BundleStackFrames.first(thread, stack)
                        .map(List.of(stack)::indexOf)
                        .orElse(0);
                for (int i = 0; i < Math.min(stack.length, MOST_FRAMES); i++) {
                    // The last one is the bundle's own, however deep that is.
                    frames.add(Explanation.neutral("at " + stack[i < MOST_FRAMES - 1 ? i : Math.max(i, own)]));
                }
                starting.add(Explanation.bad("its start has not returned yet", frames));
            }
        });
        return starting;
    }

    private Explanation function(FileStatus file, String function) {
        List<HandlerStatus> asking = status.handlers().stream()
                .filter(handler -> handler.function().equals(function))
                .toList();
        if (asking.isEmpty()) {
            return Explanation.bad("function " + function + ": no configured function asks for it");
        }
        List<Explanation> because = new ArrayList<>();
        boolean serves = false;
        for (HandlerStatus handler : asking) {
            if (handler.serving() != null && handler.serving().file().equals(file.file())) {
                serves = true;
                because.add(Explanation.neutral("serves " + handler.called()));
            } else {
                because.add(Explanation.neutral(handler.called() + " not: " + whyNot(handler, file)));
            }
        }
        return new Explanation(serves ? Tone.GOOD : Tone.BAD, "function " + function, because);
    }

    /** Why a file whose bundle offers the function does not serve it. */
    static String whyNot(HandlerStatus handler, FileStatus file) {
        if (!new VersionRange(handler.versions()).includes(Version.parseVersion(file.version()))) {
            return "version " + file.version() + " is outside of the pin " + handler.handler();
        }
        RankedProvider serving = handler.serving();
        if (serving == null) {
            return "it is not up yet";
        }
        String who = serving.bundle() + " " + serving.version() + " (" + serving.file() + ")";
        int ranking = handler.standby().stream()
                .filter(standby -> standby.file().equals(file.file()))
                .mapToInt(RankedProvider::ranking)
                .findFirst()
                .orElse(0);
        if (serving.ranking() > ranking) {
            return who + " serves, with the higher service.ranking: " + serving.ranking() + " against " + ranking;
        }
        if (!serving.bundle().equals(file.bundle())) {
            return who + " holds the name, and keeps it as long as no other bundle has a higher service.ranking";
        }
        return who + " serves: the higher version of the bundle or, of equal versions, the newer file";
    }

    private static Explanation draining(DrainingStatus draining) {
        String version = draining.bundle() + " " + draining.version();
        List<Explanation> users = draining.usedBy().stream()
                .map(user -> Explanation.neutral("is used by " + user))
                .toList();
        String why = users.isEmpty() ? "" : ", and stays installed as long as others use it";
        String calls = ": " + draining.running() + " calls run on it";
        return Explanation.neutral(version + " is draining" + (draining.running() > 0 ? calls : why), users);
    }
}
