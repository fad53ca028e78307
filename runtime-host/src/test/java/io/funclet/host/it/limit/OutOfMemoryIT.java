package io.funclet.host.it.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.BeginsFirst;
import io.funclet.host.LongRun;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import io.funclet.host.it.runtime.Workspace;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions that fill the memory: the process goes on if it is free again after the call, and ends if not. */
@BeginsFirst
class OutOfMemoryIT {

    /** That of the documentation, for supervisors. */
    private static final int OUT_OF_MEMORY = 3;

    private static final String[] HEAP = {"Java heap", "GC overhead"};

    private static final FunctionJar FUNCTIONS = FunctionJar.bundle("it.memory")
            .function("well", "return event;")
            .function("greedy", """
                    List<byte[]> all = new ArrayList<>();
                    while (true) {
                        all.add(new byte[Integer.parseInt(event.text())]);
                    }
                    """)
            .function("holder", """
                    List<byte[]> all = new ArrayList<>();
                    try {
                        while (true) {
                            all.add(new byte[100_000]);
                        }
                    } catch (OutOfMemoryError full) {
                        // Enough to log, and not for more.
                        all.subList(0, 5).clear();
                    }
                    while (!context.isCancelled()) {
                        java.util.concurrent.locks.LockSupport.park();
                    }
                    return Payload.of(all.size() + "");
                    """)
            .component("leak", """
                    private final List<byte[]> kept = new LinkedList<>();

                    @Override
                    public Payload handle(Payload event, CallContext context) {
                        while (true) {
                            kept.add(new byte[1000]);
                        }
                    }
                    """)
            .component("hidden-leak", """
                    private final List<byte[]> kept = new LinkedList<>();

                    @Override
                    public Payload handle(Payload event, CallContext context) {
                        try {
                            while (true) {
                                kept.add(new byte[1000]);
                            }
                        } catch (OutOfMemoryError full) {
                            return Payload.empty();
                        }
                    }
                    """)
            .component("direct-leak", """
                    private final List<java.nio.ByteBuffer> kept = new LinkedList<>();

                    @Override
                    public Payload handle(Payload event, CallContext context) {
                        while (true) {
                            kept.add(java.nio.ByteBuffer.allocateDirect(10_000));
                        }
                    }
                    """)
            .component("class-leak", """
                    public interface Something {}

                    private static class Loader extends ClassLoader {
                        Class<?> define(byte[] file) {
                            return defineClass(null, file, 0, file.length);
                        }
                    }

                    private final List<Object> kept = new LinkedList<>();

                    @Override
                    public Payload handle(Payload event, CallContext context) throws Exception {
                        byte[] file = Something.class
                                .getResourceAsStream("Function_class_leak$Something.class")
                                .readAllBytes();
                        while (true) {
                            kept.add(new Loader().define(file));
                        }
                    }
                    """)
            .build();

    @TempDir
    Path directory;

    private Workspace workspace;

    @BeforeEach
    void configure() throws Exception {
        workspace = Workspace.in(directory);
        workspace.configure(
                workspace.server(), "well", "greedy", "holder", "leak", "hidden-leak", "direct-leak", "class-leak");
        FUNCTIONS.deploy(workspace.code("code"), "memory.jar");
    }

    private RuntimeStart with(String profile, String option) {
        return RuntimeProcess.in(directory)
                .environment("FUNCLET_PROFILE", profile)
                .javaOption(option);
    }

    private RuntimeProcess start(RuntimeStart start) throws Exception {
        return start.start().awaitPort(workspace.port());
    }

    @ParameterizedTest
    @CsvSource({"standard, -Xmx48m", "small, -Xmx16m"})
    void greedyCalls_failAlone(String profile, String heap) throws Exception {
        // It has time: on a busy machine, collections that come to nothing may take longer than a second.
        try (RuntimeProcess runtime = start(with(profile, heap).waitDivisor(1));
                Callers callers = Callers.of(workspace.port())) {
            for (String bytes : List.of("1000000", "100000", "1000", "2147483647")) {
                Status status = callers.failure("greedy", bytes);

                assertEquals(Code.INTERNAL, status.getCode(), status::toString);
                assertTrue(
                        status.getDescription().startsWith("function greedy failed: OutOfMemoryError"),
                        status::getDescription);
                assertEquals("well", callers.call("well", "well"));
            }
            assertEquals(0, runtime.terminate());
        }
    }

    @Test
    void functionWhoseCallRuns_isNamed_beforeTheProcessEnds() throws Exception {
        try (RuntimeProcess runtime = start(with("standard", "-Xmx48m").waitDivisor(1));
                Callers callers = Callers.of(workspace.port())) {
            callers.begin("holder", "", Duration.ofMinutes(2));

            assertEquals(OUT_OF_MEMORY, runtime.awaitExit(Duration.ofMinutes(2)));
        }
        workspace.log().awaitAll("who uses memory", ": holder (1 running, 0 waiting with 0 bytes)");
    }

    @Test
    void hiddenLeak_endsTheProcess_inOneLine() throws Exception {
        assertEnd("hidden-leak", "-Xmx48m", HEAP);
    }

    @Test
    void leak_endsTheProcess_inOneLine_andTheNextOneServes() throws Exception {
        assertEnd("leak", "-Xmx48m", HEAP);

        try (RuntimeProcess next = start(with("standard", "-Xmx48m"));
                Callers callers = Callers.of(workspace.port())) {
            assertEquals("well", callers.call("well", "well"));
            callers.disconnect();
            assertEquals(0, next.terminate());
        }
    }

    @LongRun
    @Test
    void leakInASmallContainer_endsTheProcess_inOneLine() throws Exception {
        try (RuntimeProcess runtime = start(with("small", "-Xmx16m"))) {
            assertEnd(runtime, "leak", HEAP);
        }
    }

    @Test
    void leakOfDirectMemory_endsTheProcess_inOneLine() throws Exception {
        assertEnd("direct-leak", "-XX:MaxDirectMemorySize=4m", "direct");
    }

    @Test
    void leakOfClasses_endsTheProcess_inOneLine() throws Exception {
        assertEnd("class-leak", "-XX:MaxMetaspaceSize=24m", "etaspace", "class space");
    }

    private void assertEnd(String function, String option, String... what) throws Exception {
        try (RuntimeProcess runtime = start(with("standard", option))) {
            assertEnd(runtime, function, what);
        }
    }

    /** The process ends without a further call, whatever becomes of this one. */
    private void assertEnd(RuntimeProcess runtime, String function, String... what) throws Exception {
        try (Callers callers = Callers.of(workspace.port())) {
            assertEquals("well", callers.call("well", "well"));
            callers.begin(function, "", Duration.ofMinutes(1));

            assertEquals(OUT_OF_MEMORY, runtime.awaitExit(Duration.ofMinutes(2)));
        }
        // What does not come back; or what an event loop has died of before, which is for want of memory as well.
        List<String> told = runtime.err().stream()
                .filter(line -> line.startsWith("funclet: "))
                .toList();
        assertEquals(1, told.size(), runtime::toString);
        String line = told.get(0);
        assertTrue(line.startsWith("funclet: out of memory ("), line);
        assertTrue(line.endsWith(": the process ends, and should be started again"), line);
        assertTrue(Stream.of(what).anyMatch(line::contains), line);
        String reason = line.substring("funclet: ".length());
        workspace.log().await("the reason", logged -> logged.contains(" ERROR ") && logged.endsWith(reason));
    }
}
