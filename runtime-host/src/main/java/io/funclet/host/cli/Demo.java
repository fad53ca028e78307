package io.funclet.host.cli;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** What Funclet does, shown on a real runtime in a process of its own. Read from top to bottom. */
final class Demo {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(5);

    private final Story story;
    private final Path home;
    private final Path functions;
    private final Path workshop;
    private final RuntimeProcess runtime;
    private final Connection connection;

    /**
     * Prepares the demo.
     *
     * @param home the distribution
     * @param scratch for files; {@code functions} in it is the runtime's directory
     * @param runtime just started; stopped at the end of {@link #run}
     * @param connection to the runtime; closed by {@link #run} before the runtime is stopped, as managers do
     */
    Demo(Story story, Path home, Path scratch, RuntimeProcess runtime, Connection connection) throws IOException {
        this.story = story;
        this.home = home;
        this.functions = scratch.resolve("functions");
        this.workshop = Files.createDirectories(scratch.resolve("workshop"));
        this.runtime = runtime;
        this.connection = connection;
    }

    void run() throws IOException, InterruptedException {
        story.title("Funclet " + Version.ofFunclet() + ": a function runtime for edge gateways");
        start();
        addSamples();
        callInAllGenerations();
        add();
        update();
        remove();
        stop();
        story.end("The same by hand: funclet serve DIR, and funclet call NAME PAYLOAD.");
    }

    private void start() throws InterruptedException {
        story.chapter("A runtime starts. It serves what is in a directory, which is empty.");
        story.line("$ cd %s", functions.getParent());
        story.line("$ funclet serve %s --address %s", functions.getFileName(), runtime.address());
        Duration time = await("the port to open", () -> runtime.isListening() ? "open" : null);
        story.line("process %d, port open after %s", runtime.pid(), Story.seconds(time));
    }

    private void addSamples() throws IOException, InterruptedException {
        Path sample = sample();
        story.chapter("A bundle is put into the directory. Its two functions are there.");
        story.line("$ mv %s functions/", sample.getFileName());
        put(sample, sample.getFileName().toString());
        Duration time =
                await("sayhi and echo", () -> answerOrNull("sayhi", "{}") != null ? answerOrNull("echo", "x") : null);
        story.line("sayhi and echo answer after %s", Story.seconds(time));
    }

    private void callInAllGenerations() {
        story.chapter("All generations of openedge and baetyl call them, on one port.");
        String event = "{\"temperature\":21.50}";
        for (Generation generation : Generation.values()) {
            story.line("%-20s  %s", generation.callers, generation.method);
            Request request = new Request(
                    "sayhi",
                    ByteString.copyFromUtf8(event),
                    "room/1",
                    1,
                    generation.ordinal() + 1L,
                    System.currentTimeMillis() / 1000,
                    "demo-" + (generation.ordinal() + 1),
                    Map.of());
            story.exchange("  sayhi", event, Story.text(generation.call(connection.patient(), request, CALL_TIMEOUT)));
            story.exchange(
                    "  echo",
                    "any bytes",
                    Story.text(generation.call(connection.patient(), Request.of("echo", "any bytes"), CALL_TIMEOUT)));
        }
    }

    private void add() throws IOException, InterruptedException {
        story.chapter("Another function is added, while the runtime runs.");
        story.line("$ mv greeting-1.0.0.jar functions/greeting.jar");
        put(new DemoBundle("1.0.0", "Hello"));
        await("greeting", () -> answerOrNull(DemoBundle.FUNCTION, "Ada"));
        story.exchange(DemoBundle.FUNCTION, "Ada", call(DemoBundle.FUNCTION, "Ada"));
    }

    private void update() throws IOException, InterruptedException {
        story.chapter("It is updated, while it is called all the time.");
        story.line("$ mv greeting-2.0.0.jar functions/greeting.jar");
        put(new DemoBundle("2.0.0", "Good evening"));
        int[] calls = new int[2];
        await("version 2.0.0", () -> {
            calls[0]++;
            String answer = answerOrNull(DemoBundle.FUNCTION, "Ada");
            calls[1] += answer == null ? 1 : 0;
            return answer != null && answer.contains("2.0.0") ? answer : null;
        });
        story.line("%d calls until the new version answered, %d failed", calls[0], calls[1]);
        story.exchange(DemoBundle.FUNCTION, "Ada", call(DemoBundle.FUNCTION, "Ada"));
    }

    private void remove() throws IOException, InterruptedException {
        story.chapter("It is removed. The others do not notice.");
        story.line("$ rm functions/greeting.jar");
        Files.delete(functions.resolve("greeting.jar"));
        await("greeting to go", () -> answerOrNull(DemoBundle.FUNCTION, "Ada") == null ? "gone" : null);
        story.exchange(DemoBundle.FUNCTION, "Ada", call(DemoBundle.FUNCTION, "Ada"));
        story.exchange("echo", "still here", call("echo", "still here"));
    }

    private void stop() throws InterruptedException {
        story.chapter("SIGTERM ends the runtime.");
        story.line("$ kill %d", runtime.pid());
        long begin = System.nanoTime();
        connection.close();
        int status = runtime.stop();
        if (status != 0) {
            throw new IllegalStateException("the runtime ended with status " + status);
        }
        story.line("exit status 0 after %s", Story.seconds(Duration.ofNanos(System.nanoTime() - begin)));
    }

    private Path sample() throws IOException {
        try (Stream<Path> samples = Files.list(home.resolve("samples"))) {
            return samples.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("there is no sample bundle in " + home));
        }
    }

    private void put(DemoBundle bundle) throws IOException {
        Path jar = workshop.resolve("greeting-" + bundle.version() + ".jar");
        bundle.writeTo(jar);
        put(jar, "greeting.jar");
    }

    /** By a rename, as it should be done: the runtime sees the whole file or none. */
    private void put(Path jar, String name) throws IOException {
        Path copy = Files.copy(jar, workshop.resolve("copy"));
        Files.move(copy, functions.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The answer, or the failure. */
    private String call(String function, String event) {
        try {
            return Story.text(
                    Generation.BAETYL_FUNCTION.call(connection.patient(), Request.of(function, event), CALL_TIMEOUT));
        } catch (StatusRuntimeException e) {
            return Connection.describe(e);
        }
    }

    /** The answer; {@code null} if the function is not there. */
    private String answerOrNull(String function, String event) {
        try {
            return Story.text(
                    Generation.BAETYL_FUNCTION.call(connection.patient(), Request.of(function, event), CALL_TIMEOUT));
        } catch (StatusRuntimeException e) {
            Status.Code code = e.getStatus().getCode();
            if (code == Status.Code.NOT_FOUND || code == Status.Code.UNAVAILABLE) {
                return null;
            }
            throw e;
        }
    }

    /** Asks again and again until there is something, and says how long that took. */
    private Duration await(String what, Callable<String> question) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            while (question.call() == null) {
                Duration waited = Duration.ofNanos(System.nanoTime() - begin);
                if (!runtime.isAlive()) {
                    throw new IllegalStateException("the runtime ended instead of " + what);
                }
                if (waited.compareTo(PATIENCE) > 0) {
                    throw new IllegalStateException("waited in vain for " + what);
                }
                Thread.sleep(BETWEEN_CALLS.toMillis());
            }
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
