package io.funclet.host.it.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.client.WebClient;
import io.funclet.host.soak.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
public final class RuntimeExtension
        implements RunningRuntime,
                BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                AutoCloseable {

    /** Something that is done before the process starts, or when it has started. */
    public interface Step {
        void run(RuntimeExtension site) throws Exception;
    }

    private final Map<String, List<String>> functions;
    private final RuntimeLaunch launch;
    private final List<Step> before = new ArrayList<>();
    private final List<Step> after = new ArrayList<>();
    private Path directory;
    private boolean forEachTest;
    private boolean isEmbedded;
    private Workspace workspace;
    private RuntimeProcess runtime;
    private InProcessRuntime embedded;
    private Callers callers;
    private NeighbourCalls neighbours;

    private RuntimeExtension(Map<String, List<String>> functions, String... arguments) {
        this.functions = functions;
        launch = new RuntimeLaunch(arguments);
    }

    /** Serves these functions by code directory. Handlers have the names of their functions. */
    public static RuntimeExtension of(Map<String, List<String>> functions) {
        return new RuntimeExtension(functions).before(site -> site.workspace.configure(functions));
    }

    /** Serves these functions, each from a code directory of its own name. */
    public static RuntimeExtension of(String... functions) {
        return of(Stream.of(functions).collect(Collectors.toMap(name -> name, List::of)));
    }

    /** Serves these functions, each from a code directory of its own name, by these handlers. */
    public static RuntimeExtension ofHandlers(Map<String, String> handlers) {
        return new RuntimeExtension(Map.of()).before(site -> site.workspace.configureHandlers(handlers));
    }

    /** Serves what its configuration says, which a step is to write. */
    public static RuntimeExtension configured(Step configuration, String... arguments) {
        return new RuntimeExtension(Map.of(), arguments).before(configuration);
    }

    /** {@code funclet serve} for the directory {@code code}. Its log goes to standard error. */
    public static RuntimeExtension serve() {
        return new RuntimeExtension(Map.of(), "serve", "code").before(site -> Files.createDirectory(site.served()));
    }

    /** Does something before the process starts, such as deploying. */
    public RuntimeExtension before(Step step) {
        before.add(step);
        return this;
    }

    /** Does something when the process has started, before the first test. */
    public RuntimeExtension after(Step step) {
        after.add(step);
        return this;
    }

    /** Sets options of the process. */
    public RuntimeExtension with(UnaryOperator<RuntimeStart> further) {
        launch.with(further);
        return this;
    }

    /** Runs in a directory that outlives it. */
    public RuntimeExtension in(Path given) {
        directory = given;
        return this;
    }

    /** On the Java of the build for {@code 17}, on the newest one otherwise. */
    public RuntimeExtension on(String java) {
        return java.equals("17") ? with(start -> start.javaHome(Path.of(System.getProperty("java.home")))) : this;
    }

    /** As {@link Embedded}, for {@link #start}. */
    public RuntimeExtension embedded() {
        isEmbedded = true;
        return this;
    }

    public RuntimeExtension environment(String name, String value) {
        launch.environment(name, value);
        return this;
    }

    /** Serves metrics and the status page, too. */
    public RuntimeExtension withWeb() {
        launch.withWeb();
        return this;
    }

    /** Makes {@link NeighbourCalls}. */
    public RuntimeExtension neighbours(Generation... generations) {
        return before(site -> {
                    site.neighbours = new NeighbourCalls(List.of(generations));
                    site.neighbours.deploy(site);
                })
                .after(site -> site.neighbours.begin(site));
    }

    /** Starts without JUnit, for one test; closed by it. */
    public RuntimeExtension start() throws Exception {
        workspace = Workspace.in(directory == null ? Files.createTempDirectory("junit-") : directory);
        Files.createDirectory(temporary());
        for (Step step : before) {
            step.run(this);
        }
        if (isEmbedded) {
            embedded = launch.inThisProcess(this);
        } else {
            runtime = launch.process(this);
        }
        callers = Callers.of(port());
        for (Step step : after) {
            step.run(this);
        }
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        isEmbedded = context.getRequiredTestClass().isAnnotationPresent(Embedded.class);
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (workspace == null) {
            forEachTest = true;
            beforeAll(context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (neighbours != null) {
            neighbours.check();
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
    public void end() throws Exception {
        if (runtime == null && embedded == null) {
            return;
        }
        if (neighbours != null) {
            neighbours.close();
        }
        callers.close();
        AutoCloseable ending = isEmbedded ? embedded : runtime::end;
        runtime = null;
        embedded = null;
        ending.close();
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
        return isEmbedded ? embedded.err() : runtime.err();
    }

    /** Collects garbage, and counts the class loaders of bundles that are still reachable. */
    public long bundleLoaders() throws IOException {
        return isEmbedded ? embedded.bundleLoaders() : Footprint.bundleLoaders(runtime.pid());
    }

    @Override
    public Callers callers() {
        return callers;
    }

    @Override
    public boolean logsToStandardError() {
        return launch.logsToStandardError();
    }

    public WebClient web() {
        return launch.web();
    }

    /** The functions of a code directory, to be called all the time. */
    public UpdatedGroup group(String directory) throws IOException {
        return new UpdatedGroup(workspace, directory, functions.get(directory));
    }
}
