package io.funclet.host.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.EmbeddedRuntime;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.load.ConfigLoader;
import io.funclet.host.config.load.ServeConfig;
import io.funclet.host.soak.ProbeJar;
import io.funclet.host.soak.Traffic;
import io.funclet.host.soak.probe.Probe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A runtime for tests: one for all tests of a class if the field is static, one for each test if it is not. It has a process
 * of its own, unless it is {@link Embedded}. It ends with status 0 and leaves nothing behind, or the test fails.
 */
final class RuntimeExtension
        implements RunningRuntime,
                BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                AutoCloseable {

    /** Something that is done before the process starts, or when it has started. */
    interface Step {
        void run(RuntimeExtension site) throws Exception;
    }

    /** Some hundred calls a second notice a disturbance, and leave the processors to the tests. */
    private static final Duration NEIGHBOURS_PAUSE = Duration.ofMillis(10);

    private final String[] arguments;
    private final Map<String, List<String>> functions;
    private final List<Step> before = new ArrayList<>();
    private final List<Step> after = new ArrayList<>();
    private final List<Generation> neighbours = new ArrayList<>();
    private UnaryOperator<RuntimeStart> options = start -> start;
    private Path directory;
    private boolean forEachTest;

    private boolean isEmbedded;

    /** What an operator sets in the environment. */
    private final Map<String, String> variables = new HashMap<>();

    private Workspace workspace;
    private WebClient web;
    private RuntimeProcess runtime;
    private EmbeddedRuntime embedded;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private Callers callers;
    private Traffic traffic;

    private RuntimeExtension(Map<String, List<String>> functions, String... arguments) {
        this.functions = functions;
        this.arguments = arguments;
    }

    /** Serves these functions by code directory. Handlers have the names of their functions. */
    static RuntimeExtension of(Map<String, List<String>> functions) {
        return new RuntimeExtension(functions).before(site -> site.workspace.configure(functions));
    }

    /** Serves these functions, each from a code directory of its own name. */
    static RuntimeExtension of(String... functions) {
        return of(Stream.of(functions).collect(Collectors.toMap(name -> name, List::of)));
    }

    /** Serves these functions, each from a code directory of its own name, by these handlers. */
    static RuntimeExtension ofHandlers(Map<String, String> handlers) {
        return new RuntimeExtension(Map.of()).before(site -> site.workspace.configureHandlers(handlers));
    }

    /** Serves what its configuration says, which a step is to write. */
    static RuntimeExtension configured(Step configuration, String... arguments) {
        return new RuntimeExtension(Map.of(), arguments).before(configuration);
    }

    /** {@code funclet serve} for the directory {@code code}. Its log goes to standard error. */
    static RuntimeExtension serve() {
        return new RuntimeExtension(Map.of(), "serve", "code").before(site -> Files.createDirectory(site.served()));
    }

    /** Does something before the process starts, such as deploying. */
    RuntimeExtension before(Step step) {
        before.add(step);
        return this;
    }

    /** Does something when the process has started, before the first test. */
    RuntimeExtension after(Step step) {
        after.add(step);
        return this;
    }

    /** Sets options of the process. */
    RuntimeExtension with(UnaryOperator<RuntimeStart> further) {
        UnaryOperator<RuntimeStart> all = options;
        options = start -> further.apply(all.apply(start));
        return this;
    }

    /** Runs in a directory that outlives it. */
    RuntimeExtension in(Path given) {
        directory = given;
        return this;
    }

    /** On the Java of the build for {@code 17}, on the newest one otherwise. */
    RuntimeExtension on(String java) {
        return java.equals("17") ? with(start -> start.javaHome(Path.of(System.getProperty("java.home")))) : this;
    }

    /** As {@link Embedded}, for {@link #start}. */
    RuntimeExtension embedded() {
        isEmbedded = true;
        return this;
    }

    RuntimeExtension environment(String name, String value) {
        variables.put(name, value);
        return with(start -> start.environment(name, value));
    }

    /** Serves metrics and the status page, too. */
    RuntimeExtension withWeb() {
        return before(site -> site.web = WebClient.of(RuntimeProcess.freePort()))
                .with(start -> start.environment("FUNCLET_HTTP", Integer.toString(web.port())))
                .after(site -> site.runtime.awaitPort(site.web.port()));
    }

    /** Calls the function {@code neighbour}, which needs a code directory, all the time. No test may disturb it. */
    RuntimeExtension neighbours(Generation... generations) {
        neighbours.addAll(List.of(generations));
        return before(site -> ProbeJar.replace(
                        site.code("neighbour").resolve("neighbour.jar"),
                        ProbeJar.function("it.neighbour", "neighbour", path().resolve("neighbour.journal"))
                                .version("1.0.0")))
                .after(site -> neighbours.forEach(generation -> traffic.add(
                        "neighbour in " + generation,
                        UpdatedFunction.line(port(), generation, "neighbour"),
                        Probe.event(100, Duration.ZERO))));
    }

    /** Starts without JUnit, for one test; closed by it. */
    RuntimeExtension start() throws Exception {
        workspace = Workspace.in(directory == null ? Files.createTempDirectory("junit-") : directory);
        Files.createDirectory(temporary());
        traffic = new Traffic(NEIGHBOURS_PAUSE);
        for (Step step : before) {
            step.run(this);
        }
        if (isEmbedded) {
            startEmbedded();
        } else {
            startProcess();
        }
        callers = Callers.of(port());
        for (Step step : after) {
            step.run(this);
        }
        return this;
    }

    private void startEmbedded() throws Exception {
        RuntimeConfig config = logsToStandardError()
                ? new ServeConfig(
                                served(),
                                Optional.empty(),
                                Optional.of(new ListenAddress("127.0.0.1", port())),
                                Optional.empty(),
                                variables)
                        .read()
                : ConfigLoader.load(Optional.empty(), variables, path());
        embedded = EmbeddedRuntime.start(config, temporary(), new PrintStream(console, true, UTF_8));
    }

    private void startProcess() throws Exception {
        List<String> line = new ArrayList<>(List.of(arguments));
        if (logsToStandardError()) {
            line.addAll(List.of("--address", "127.0.0.1:" + port()));
        }
        runtime =
                options.apply(RuntimeProcess.in(path()).temporary(temporary())).start(line.toArray(String[]::new));
        runtime.awaitPort(port());
    }

    private void start(ExtensionContext context) throws Exception {
        isEmbedded = context.getRequiredTestClass().isAnnotationPresent(Embedded.class);
        start();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        start(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (workspace == null) {
            forEachTest = true;
            start(context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (!neighbours.isEmpty()) {
            traffic.awaitResponses(1);
            assertEquals(List.of(), traffic.failures());
        }
        if (forEachTest) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close();
    }

    @Override
    public void close() throws Exception {
        end();
        if (directory == null) {
            workspace.delete();
        }
    }

    /** Ends the runtime, and says whether it ended as it should. What it has written stays until this is closed. */
    void end() throws Exception {
        if (runtime == null && embedded == null) {
            return;
        }
        traffic.close();
        callers.close();
        if (embedded != null) {
            EmbeddedRuntime ending = embedded;
            embedded = null;
            ending.close();
            assertEquals(List.of(), ending.threads());
            assertEquals(List.of(), RuntimeProcess.files(temporary()));
        } else {
            try (RuntimeProcess process = runtime) {
                runtime = null;
                assertEquals(0, process.terminate());
                assertEquals(List.of(), List.copyOf(process.litter()));
            }
        }
    }

    @Override
    public Workspace workspace() {
        return workspace;
    }

    @Override
    public RuntimeProcess runtime() {
        assertFalse(isEmbedded, "the runtime has no process of its own");
        return runtime;
    }

    @Override
    public List<String> err() {
        return isEmbedded ? console.toString(UTF_8).lines().toList() : runtime.err();
    }

    @Override
    public Callers callers() {
        return callers;
    }

    @Override
    public boolean logsToStandardError() {
        return List.of(arguments).contains("serve");
    }

    WebClient web() {
        return web;
    }

    /** The functions of a code directory, to be called all the time. */
    UpdatedGroup group(String directory) throws IOException {
        return new UpdatedGroup(workspace, directory, functions.get(directory));
    }

    /** The calls of the function {@code neighbour}. */
    Traffic traffic() {
        return traffic;
    }
}
