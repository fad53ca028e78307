package io.funclet.host.cli.dev;

import io.funclet.host.cli.terminal.AnsiColor;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.proto.control.v1.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of {@code funclet dev}: builds and deploys after each change, until the process ends. */
public final class DevSession {

    private static final String JAR = "functions.jar";

    private final Path base;
    private final DevConfig config;
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
     * @param address where the functions are called; empty for what the configuration says
     * @param config the configuration file; empty for {@code funclet.yml} of the project, if there is one
     * @param debugPort where debuggers connect; empty for no debugging
     * @throws IOException if there is no such directory, or this process cannot build; the message says what to do
     */
    public DevSession(
            Path directory,
            Optional<ListenAddress> address,
            Optional<Path> config,
            OptionalInt debugPort,
            PrintWriter out)
            throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("there is no directory " + directory);
        }
        SourceCompiler.compiler();
        this.base = directory.toRealPath();
        this.config = new DevConfig(base, config, address);
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
            terminal.event(AnsiColor.NONE, base + ", " + project.description() + "; Ctrl-C ends it");
            watch.begin(inputs(project));
            Set<Path> changed = Set.of();
            long began = System.nanoTime();
            while (true) {
                List<Path> inputs = inputs(project);
                boolean goesOn = runtime != null && changed.equals(Set.of(config.file()))
                        ? reconfigure(project, began)
                        : update(project, changed, began);
                if (!goesOn) {
                    return 1;
                }
                if (!inputs.equals(inputs(project))) {
                    watch.extend(inputs(project));
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

    private List<Path> inputs(DevProject project) {
        return Stream.concat(project.inputs().stream(), Stream.of(config.file()))
                .toList();
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
            try {
                config.needsStart(code);
            } catch (InvalidConfigException invalid) {
                cannotUse(invalid);
                return true;
            }
            if (!start(project)) {
                return false;
            }
        }
        boolean goesOn = deploy(
                project,
                end -> (first ? "serving after " : "saved -> serving in ") + millis(end - began) + " ms (built in "
                        + millis(compiled - began) + ", " + (first ? "started" : "deployed") + " in "
                        + millis(end - compiled) + ")");
        terminal.details(AnsiColor.CARE, remarks);
        return goesOn && (!changed.contains(config.file()) || reconfigure(project, began));
    }

    /** Starts the runtime anew if the configuration needs that. The rest of it the runtime reads by itself. */
    private boolean reconfigure(DevProject project, long began) throws IOException, InterruptedException {
        try {
            if (!config.needsStart(code)) {
                return true;
            }
        } catch (InvalidConfigException invalid) {
            if (!config.isRead()) {
                cannotUse(invalid);
            }
            return true;
        }
        terminal.event(
                AnsiColor.DIM, "the runtime starts again, with " + config.file().getFileName());
        runtime.close();
        return start(project) && deploy(project, end -> "started again in " + millis(end - began) + " ms");
    }

    private boolean start(DevProject project) throws IOException, InterruptedException {
        RuntimeLogView log = new RuntimeLogView(terminal, base, project::sources);
        runtime = DevRuntime.start(distribution, code, config.arguments(), debugPort, log::accept);
        if (!runtime.isAlive()) {
            ended();
        }
        return runtime.isAlive();
    }

    private void cannotUse(InvalidConfigException invalid) {
        terminal.event(AnsiColor.BAD, config.file().getFileName() + " cannot be used");
        terminal.details(AnsiColor.NONE, invalid.problems());
    }

    /**
     * Returns whether the session goes on.
     *
     * @param times says how long it took, if it ended at this time
     */
    private boolean deploy(DevProject project, LongFunction<String> times) throws IOException {
        Outcome outcome;
        try {
            outcome = runtime.deploy(JAR);
        } catch (IOException lost) {
            terminal.event(AnsiColor.BAD, lost.getMessage());
            return runtime.isAlive();
        }
        String words = times.apply(System.nanoTime());
        new OutcomeView(terminal, base).show(outcome, project.sources(), words);
        return true;
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
