package io.funclet.host.cli.dev;

import io.funclet.host.cli.terminal.AnsiColor;
import io.funclet.host.config.ListenAddress;
import io.funclet.proto.control.v1.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One run of {@code funclet dev}: builds and deploys after each change, until the process ends. */
public final class DevSession {

    private static final Pattern MISSING = Pattern.compile("imports package ([\\w.]+)");

    private static final String JAR = "functions.jar";

    private final Path base;
    private final ListenAddress address;
    private final OptionalInt debugPort;
    private final DevTerminal terminal;
    private final Distribution distribution;

    /** Deleted at the end of the process. */
    private final Path work;

    private final Path code;

    /** {@code null} before the first version that compiles. */
    private volatile DevRuntime runtime;

    /**
     * @param directory the project
     * @param address where the functions are called
     * @param debugPort where debuggers connect; empty for no debugging
     * @throws IOException if there is no such directory, or this process cannot build; the message says what to do
     */
    public DevSession(Path directory, ListenAddress address, OptionalInt debugPort, PrintWriter out)
            throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("there is no directory " + directory);
        }
        SourceCompiler.compiler();
        this.base = directory.toRealPath();
        this.address = address;
        this.debugPort = debugPort;
        this.terminal = new DevTerminal(out);
        this.distribution = Distribution.current();
        this.work = Files.createTempDirectory("funclet-dev-");
        this.code = Files.createDirectory(work.resolve("code"));
    }

    /**
     * Runs until a signal ends the process, or the runtime ends.
     *
     * @return 1, because the runtime has ended
     */
    public int run() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "dev-end"));
        BundleMaker bundles = new BundleMaker(distribution);
        try (DevProject project = project(bundles);
                SourceWatch watch = new SourceWatch(base)) {
            terminal.event(
                    AnsiColor.NONE, base + ", " + project.description() + ", at " + address + "; Ctrl-C ends it");
            watch.begin(project.inputs());
            Set<Path> changed = Set.of();
            long began = System.nanoTime();
            while (true) {
                List<Path> inputs = project.inputs();
                boolean goesOn = update(project, changed, began);
                if (!goesOn) {
                    return 1;
                }
                if (!inputs.equals(project.inputs())) {
                    watch.extend(project.inputs());
                }
                changed = watch.await(() -> runtime == null || runtime.isAlive());
                if (changed.isEmpty()) {
                    return ended();
                }
                began = watch.wokenNanos();
                terminal.event(AnsiColor.DIM, "changed " + names(changed));
            }
        }
    }

    private DevProject project(BundleMaker bundles) throws IOException {
        return Files.exists(base.resolve("pom.xml"))
                ? new MavenProject(base, work, distribution, bundles, remark -> terminal.event(AnsiColor.DIM, remark))
                : new PlainProject(base, work, distribution, bundles);
    }

    private String names(Set<Path> changed) {
        return changed.stream()
                .limit(3)
                .map(path -> path.getFileName().toString())
                .collect(Collectors.joining(
                        ", ", "", changed.size() > 3 ? " and " + (changed.size() - 3) + " more" : ""));
    }

    /** Builds and deploys. Returns whether the session goes on. */
    private boolean update(DevProject project, Set<Path> changed, long began) throws IOException, InterruptedException {
        Path built = work.resolve("built.jar");
        List<String> remarks;
        try {
            remarks = project.build(changed, built);
        } catch (BuildException failed) {
            terminal.event(AnsiColor.BAD, "does not build" + (runtime == null ? "" : "; the former version goes on"));
            terminal.details(AnsiColor.NONE, failed.lines());
            return true;
        }
        long compiled = System.nanoTime();
        Files.move(built, code.resolve(JAR), StandardCopyOption.ATOMIC_MOVE);
        boolean first = runtime == null;
        if (first) {
            RuntimeLogView log = new RuntimeLogView(terminal, base, project::sources);
            runtime = DevRuntime.start(distribution, code, address, debugPort, log::accept);
            if (!runtime.isAlive()) {
                ended();
                return false;
            }
        }
        Outcome outcome;
        try {
            outcome = runtime.deploy(JAR);
        } catch (IOException lost) {
            terminal.event(AnsiColor.BAD, lost.getMessage());
            return runtime.isAlive();
        }
        long end = System.nanoTime();
        tell(
                project,
                outcome,
                (first ? "serving after " : "saved -> serving in ") + millis(end - began) + " ms ("
                        + "built in " + millis(compiled - began) + ", " + (first ? "started" : "deployed") + " in "
                        + millis(end - compiled) + ")");
        terminal.details(AnsiColor.CARE, remarks);
        return true;
    }

    private void tell(DevProject project, Outcome outcome, String times) throws IOException {
        switch (outcome.getKind()) {
            // Unchanged is what the runtime itself has found just before.
            case DEPLOYED, UPDATED, UNCHANGED -> {
                String names = String.join(", ", outcome.getFunctionsList());
                terminal.event(AnsiColor.GOOD, times + (names.isEmpty() ? "" : ": " + names));
                if (!outcome.getReason().isEmpty()) {
                    terminal.details(AnsiColor.CARE, List.of(outcome.getReason()));
                }
            }
            default -> {
                terminal.event(
                        AnsiColor.BAD,
                        "is " + outcome.getKind().name().toLowerCase(Locale.ROOT)
                                + "; a former version goes on if there is one");
                terminal.details(AnsiColor.NONE, List.of(outcome.getReason()));
                Matcher missing = MISSING.matcher(outcome.getReason());
                if (missing.find()) {
                    terminal.details(AnsiColor.NONE, SourceLines.find(project.sources(), base, missing.group(1)));
                }
            }
        }
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private int ended() {
        terminal.event(AnsiColor.BAD, "the runtime has ended");
        return 1;
    }

    /** At the end of the process, however it ends. */
    private void end() {
        terminal.close();
        DevRuntime running = runtime;
        if (running != null) {
            running.close();
        }
        // Maven, if it runs just now.
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
        try {
            SourceTree.delete(work);
        } catch (IOException left) {
            System.err.println("funclet: files are left in " + work + ": " + left.getMessage());
        }
    }
}
