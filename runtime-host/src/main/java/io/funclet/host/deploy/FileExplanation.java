package io.funclet.host.deploy;

import io.funclet.host.deploy.Explanation.Tone;
import io.funclet.host.deploy.FileStatus.State;
import io.funclet.host.deploy.Outcome.Kind;
import io.funclet.host.framework.Diagnosis;
import io.funclet.host.framework.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a file of a code directory serves, or does not. */
final class FileExplanation {

    /** Of a thread that hangs: as many as lead from the bundle's own code to what it waits in. */
    private static final int MOST_FRAMES = 6;

    private final Ground ground;
    private final CodeDirectory directory;
    private final DirectoryStatus status;

    FileExplanation(Ground ground, CodeDirectory directory, DirectoryStatus status) {
        this.ground = ground;
        this.directory = directory;
        this.status = status;
    }

    /** Everything about a file. */
    Explanation of(FileStatus file) {
        List<Explanation> because = new ArrayList<>(faults(file));
        boolean faulty = !because.isEmpty();
        for (String function : file.functions()) {
            because.add(function(file, function));
        }
        status.leaving().stream()
                .filter(leaving -> leaving.file().equals(file.file()))
                .forEach(leaving -> because.add(leaving(leaving)));
        jar(file).stream()
                .flatMap(jar -> new Dependants(ground).direct(jar).stream())
                .filter(user -> !user.isLeaving())
                .forEach(user -> because.add(Explanation.neutral("is used by " + user)));
        boolean works = file.state() == State.SERVING || file.state() == State.ACTIVE;
        Tone tone = faulty ? Tone.BAD : works ? Tone.GOOD : Tone.NEUTRAL;
        return new Explanation(tone, headline(file), because);
    }

    private String headline(FileStatus file) {
        String bundle = file.bundle().isEmpty() ? "" : " (" + file.bundle() + " " + file.version() + ")";
        return directory.label(file.file()) + bundle + " is " + words(file.state());
    }

    static String words(State state) {
        return switch (state) {
            case SERVING -> "serving";
            case STANDBY -> "active, and stands by: others serve its functions, or nobody asks for them";
            case ACTIVE -> "active, and offers no function";
            case WAITING -> "waiting: it is tried again when another bundle comes or goes, or there is room";
            case REFUSED -> "refused: it needs another file in its place";
            case REMOVED -> "removed";
            case PENDING -> "being looked at: checked, started, or still written";
        };
    }

    /** What keeps what stands in the file from serving; empty if nothing does. */
    List<Explanation> faults(FileStatus file) {
        if (file.state() == State.PENDING) {
            return starting(file);
        }
        List<Reason> live = live(file);
        Outcome last = file.last();
        boolean updateFailed = last != null
                && (last.kind() == Kind.REFUSED || last.kind() == Kind.WAITING)
                && (file.state() == State.SERVING || file.state() == State.STANDBY || file.state() == State.ACTIVE);
        if (updateFailed && live.isEmpty()) {
            String what = last.bundle().isEmpty() ? "what stands in the file now" : last.bundle();
            return List.of(new Explanation(
                    Tone.BAD,
                    what + " is " + last.kind().name().toLowerCase(Locale.ROOT) + ", and " + file.version()
                            + " goes on",
                    List.of(Explanation.neutral(last.reason()))));
        }
        if (!live.isEmpty()) {
            return live.stream().map(Explanation::bad).toList();
        }
        boolean bad = file.state() == State.WAITING || file.state() == State.REFUSED;
        return bad && last != null ? List.of(Explanation.bad(new Reason(last.reason()))) : List.of();
    }

    /** As it is at this moment, rather than when it was tried last. */
    private List<Reason> live(FileStatus file) {
        List<Reason> reasons = new ArrayList<>();
        for (InstalledJar jar : jar(file)) {
            try {
                Diagnosis diagnosis = new Diagnosis(ground.host());
                reasons.addAll(
                        jar.isUp()
                                ? diagnosis.unsatisfied(jar.bundle())
                                : diagnosis.unresolved(jar.bundle(), ground.jars()::mayUse));
            } catch (IllegalStateException uninstalledMeanwhile) {
                return List.of();
            }
        }
        return reasons;
    }

    /** What is installed of it and stays; one, or none. */
    private List<InstalledJar> jar(FileStatus file) {
        return ground.jars().in(directory).stream()
                .filter(jar -> !jar.isLeaving() && jar.isProvenOrWaits())
                .filter(jar -> jar.staged().source().getFileName().toString().equals(file.file()))
                .limit(1)
                .toList();
    }

    /** Where the start of a bundle is at this moment. */
    private static List<Explanation> starting(FileStatus file) {
        List<Explanation> starting = new ArrayList<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.getName().equals("start-" + file.file()) && stack.length > 0) {
                List<Explanation> frames = new ArrayList<>();
                for (int i = 0; i < Math.min(stack.length, MOST_FRAMES); i++) {
                    frames.add(Explanation.neutral("at " + stack[i]));
                }
                starting.add(new Explanation(Tone.BAD, "its start has not returned yet", frames));
            }
        });
        return starting;
    }

    private Explanation function(FileStatus file, String function) {
        List<HandlerStatus> asking = status.handlers().stream()
                .filter(handler -> handler.function().equals(function))
                .toList();
        if (asking.isEmpty()) {
            return new Explanation(
                    Tone.BAD, "function " + function + ": no configured function asks for it", List.of());
        }
        List<Explanation> because = new ArrayList<>();
        boolean serves = false;
        for (HandlerStatus handler : asking) {
            if (handler.serving() != null && handler.serving().file().equals(file.file())) {
                serves = true;
                because.add(Explanation.neutral("serves " + FunctionExplanation.names(handler)));
            } else {
                because.add(Explanation.neutral(
                        FunctionExplanation.names(handler) + " not: " + FunctionExplanation.whyNot(handler, file)));
            }
        }
        return new Explanation(serves ? Tone.GOOD : Tone.BAD, "function " + function, because);
    }

    private static Explanation leaving(LeavingStatus leaving) {
        String version = leaving.bundle() + " " + leaving.version();
        List<Explanation> users = leaving.usedBy().stream()
                .map(user -> Explanation.neutral("is used by " + user))
                .toList();
        String text = leaving.running() > 0
                ? version + " is on its way out: " + leaving.running() + " calls run on it"
                : version + " is on its way out"
                        + (users.isEmpty() ? "" : ", and stays installed as long as others use it");
        return new Explanation(Tone.NEUTRAL, text, users);
    }
}
