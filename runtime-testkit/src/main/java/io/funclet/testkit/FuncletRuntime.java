package io.funclet.testkit;

import io.funclet.host.EmbeddedRuntime;
import io.funclet.host.deploy.status.Explanation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The real runtime in the process of a test, for bundles as the build makes them. It listens on a free port of the
 * loopback interface, and has one code directory, which is empty at first. There may be several at once. Thread-safe.
 *
 * <p>A runtime receives what its functions log and print; {@link #log} has the lines. What is Java's own, such as system
 * properties, it shares with the test.
 *
 * @since 1.0
 */
public final class FuncletRuntime implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CodeFolder folder;
    private final LogLines log;
    private final EmbeddedRuntime host;
    private final UnloadWatch unloading;
    private final RuntimeClient client;

    FuncletRuntime(CodeFolder folder, LogLines log, EmbeddedRuntime host) {
        this.folder = folder;
        this.log = log;
        this.host = host;
        this.unloading = UnloadWatch.of(host);
        this.client = RuntimeClient.to(host.port());
    }

    /** Starts a runtime with the usual settings. Returns when it accepts calls. */
    public static FuncletRuntime start() {
        return builder().start();
    }

    /** Returns the usual settings, to change some. */
    public static FuncletSettings builder() {
        return new FuncletSettings();
    }

    /** The port of the loopback interface on which it listens, for clients of one's own. */
    public int port() {
        return host.port();
    }

    /**
     * Deploys the bundle of the project that the test belongs to, from {@code target/classes}.
     *
     * @return how that ended
     * @throws IllegalStateException if the classes are not those of a bundle; the message says what to run
     */
    public Deployment deployProject() {
        return deploy(Path.of("target", "classes"));
    }

    /**
     * Deploys a bundle, or updates it if there is one in a file of the same name.
     *
     * @param bundle a jar, whose file name it keeps; or a folder of classes with the manifest of a bundle, whose symbolic
     *     name becomes that of the file
     * @return how that ended
     * @throws IllegalStateException if it cannot be read, or a folder is not that of a bundle; the message says why
     */
    public Deployment deploy(Path bundle) {
        return deployTogether(bundle).get(0);
    }

    /**
     * Deploys bundles at once, such as one and the libraries that it uses.
     *
     * @param bundles as for {@link #deploy}
     * @return how that ended for each, in their order
     * @throws IllegalStateException as {@link #deploy}
     */
    public List<Deployment> deployTogether(Path... bundles) {
        List<FileChange> changes = new ArrayList<>();
        for (Path bundle : bundles) {
            changes.add(folder.put(bundle));
        }
        return Deployments.conclude(host, changes);
    }

    /**
     * Gives a file of the code directory new content, as an update does.
     *
     * @param fileName the name of the file in the code directory, such as {@code gate.jar}
     * @param bundle as for {@link #deploy}
     * @return how that ended
     * @throws IllegalStateException as {@link #deploy}
     */
    public Deployment update(String fileName, Path bundle) {
        return Deployments.conclude(host, List.of(folder.put(fileName, bundle))).get(0);
    }

    /**
     * Removes a file from the code directory. Its running calls go on.
     *
     * @return how that ended
     * @throws IllegalStateException if there is no such file
     */
    public Deployment remove(String fileName) {
        return Deployments.conclude(host, List.of(folder.remove(fileName))).get(0);
    }

    /**
     * Writes a configuration of a component into the code directory. Bundles with this component start anew with it, some
     * time later: {@link #awaitLog} notices that.
     *
     * @param fileName the name of the component with the ending {@code .cfg} or {@code .cfg.json}
     * @param content the text of the file
     */
    public void configure(String fileName, String content) {
        folder.write(fileName, content);
    }

    /** Calls a function with a text, as a manager of baetyl 2 does, and waits for its response or failure. */
    public FunctionResponse call(String function, String payload) {
        return calling(function).send(payload);
    }

    /** Calls a function, as a manager of baetyl 2 does, and waits for its response or failure. */
    public FunctionResponse call(String function, byte[] payload) {
        return calling(function).send(payload);
    }

    /** Prepares a call with a topic, metadata, another protocol or time. */
    public FunctionCall calling(String function) {
        return new FunctionCall(client.channel(), function);
    }

    /** The state of each function that there is. */
    public List<FunctionState> functions() {
        return host.functions().stream()
                .map(it -> new FunctionState(
                        it.name(), it.version(), it.running(), it.calls(), it.failures(), it.absence()))
                .toList();
    }

    /** The state of each file of the code directory. */
    public List<JarState> jars() {
        return host.directories().stream()
                .flatMap(directory -> directory.files().stream())
                .map(it -> new JarState(it.file(), it.state().name(), it.bundle(), it.version(), it.functions()))
                .toList();
    }

    /**
     * Why something runs, or does not, as lines.
     *
     * @param subject the name of a function, a symbolic name or a file name
     * @return empty if nothing has this name
     */
    public List<String> explain(String subject) {
        List<String> lines = new ArrayList<>();
        host.explain(subject).forEach(explanation -> add(explanation, "", lines));
        return lines;
    }

    private static void add(Explanation explanation, String indent, List<String> lines) {
        lines.add(indent + explanation.text());
        explanation.because().forEach(reason -> add(reason, indent + "  ", lines));
    }

    /** The lines of the log so far. */
    public List<String> log() {
        return log.all();
    }

    /**
     * Waits for a line of the log that contains a text, also among those that are there already.
     *
     * @return the first such line
     * @throws AssertionError if there is none within 30 s
     */
    public String awaitLog(String text) {
        return log.await(
                PATIENCE,
                () -> log.all().stream().filter(line -> line.contains(text)).findFirst(),
                () -> "no line of the log contains \"" + text + "\"");
    }

    /**
     * Waits until a function is served. The outcome of {@link #deploy} needs no such wait.
     *
     * @return its state
     * @throws AssertionError if that takes more than 30 s
     */
    public FunctionState awaitServing(String function) {
        return log.await(
                PATIENCE,
                () -> functions().stream()
                        .filter(it ->
                                it.name().equals(function) && !it.version().isEmpty())
                        .findFirst(),
                () -> "function " + function + " is not served; there are " + functions());
    }

    /**
     * Waits until the classes of each version that has been replaced or removed are unloaded.
     *
     * @throws AssertionError if that takes more than 30 s: something keeps the class loaders of these versions, which are
     *     named
     */
    public void awaitUnloaded() {
        awaitUnloaded(PATIENCE);
    }

    /** The same, with a time of one's own. */
    public void awaitUnloaded(Duration patience) {
        List<String> left = unloading.await(patience);
        if (!left.isEmpty()) {
            throw new AssertionError("not unloaded within " + patience.toMillis() + " ms: " + String.join(", ", left)
                    + "; something still has an object or a thread of them, see the log and a heap dump");
        }
    }

    /**
     * Stops as the runtime does: running calls may end, and bundles are stopped. Its threads have ended then, and its files
     * are deleted. Does nothing the second time.
     *
     * @throws IllegalStateException if functions have left threads that do not end when they are interrupted
     */
    @Override
    public void close() {
        client.close();
        host.close();
        folder.delete();
        List<String> left = host.threads().stream().map(Thread::getName).toList();
        if (!left.isEmpty()) {
            throw new IllegalStateException("functions have left threads that run on: " + String.join(", ", left));
        }
    }
}
