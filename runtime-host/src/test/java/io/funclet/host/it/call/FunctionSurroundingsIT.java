package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.funclet.host.it.client.Await;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.Gate;
import io.funclet.host.it.runtime.LogFile;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.StoppedRuntime;
import io.funclet.proto.baetyl.FunctionMessage;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a function gets beside its event: time, which ends, a log, an environment. The time here is one second. */
class FunctionSurroundingsIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.configured(site -> {
                site.workspace()
                        .configure(
                                site.workspace().server("timeout: 1s"),
                                "gate",
                                "stubborn",
                                "spins",
                                "echo",
                                "speaks",
                                "unfinished");
                site.workspace()
                        .file(
                                "etc/baetyl/service.yml",
                                Files.readString(site.path().resolve("etc/baetyl/service.yml"))
                                        + "  - {name: told, handler: environment, codedir: var/db/code, env: {USER_ID: acuiot, N: 7}}\n"
                                        + "  - {name: untold, handler: environment, codedir: var/db/code}\n");
                FunctionJar.bundle("it.surroundings")
                        .version("1.0.0")
                        .function("gate", Gate.HANDLER)
                        .function("stubborn", Gate.STUBBORN_HANDLER)
                        .function("spins", """
                        Path gate = Path.of(event.text());
                        Files.createFile(gate.resolve("entered"));
                        while (!Files.exists(gate.resolve("open"))) {
                            Thread.onSpinWait();
                        }
                        Files.createFile(gate.resolve("left"));
                        return event;
                        """)
                        .function("echo", "return event;")
                        .function("environment", "return Payload.of(new TreeMap<>(context.env()).toString());")
                        .component("speaks", """
                        private static final org.slf4j.Logger SLF4J = org.slf4j.LoggerFactory.getLogger("by.slf4j");
                        private static final java.util.logging.Logger JUL =
                                java.util.logging.Logger.getLogger("by.jul");

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            String text = event.text();
                            SLF4J.debug("debug {}", text);
                            SLF4J.info("info {}", text);
                            SLF4J.error("error {}", text, new IllegalStateException("stack of " + text));
                            JUL.warning("warning " + text);
                            System.out.println("printed " + text);
                            System.err.println("complained " + text);
                            return event;
                        }
                        """)
                        .function("unfinished", "System.out.print(\"without an end \" + event.text()); return event;")
                        .build()
                        .deploy(site.code("code"), "surroundings.jar");
            })
            .after(site -> {
                site.awaitServing("gate", "stubborn", "echo", "environment", "speaks", "unfinished");
            });

    @Test
    void callBeyondTheServersTime_isAnsweredOnTime_andInterrupted() throws Exception {
        Gate gate = Gate.in(site.path());
        long begin = System.nanoTime();

        Status status = site.callers().failure("gate", gate.event());

        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        assertEquals(Code.DEADLINE_EXCEEDED, status.getCode(), status::toString);
        assertEquals("function gate did not answer in time", status.getDescription());
        assertTrue(millis >= 1000 && millis < 5000, "after " + millis + " ms");
        assertEquals("cancelled=true remaining=0", gate.awaitInterrupted());
    }

    @Test
    void functionThatIgnoresInterruption_holdsUpNobody() throws Exception {
        Gate gate = Gate.in(site.path());

        Status status = site.callers().failure("stubborn", gate.event());

        assertEquals(Code.DEADLINE_EXCEEDED, status.getCode(), status::toString);
        assertEquals("event", site.callers().call("echo", "event"));
        Gate other = Gate.in(site.path());
        Future<byte[]> sameFunction = site.callers().begin("stubborn", other.event(), Await.LONG);
        other.awaitEntered();
        other.open();
        assertEquals("passed", Callers.payload(sameFunction));
        gate.open();
        gate.awaitLeft();
    }

    @Test
    void functionThatSpinsOnEachProcessor_isAnsweredForOnTime_andItsNeighbourIsServed() throws Exception {
        List<Gate> gates = new ArrayList<>();
        List<Future<byte[]>> spinning = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Gate gate = Gate.in(site.path());
            gates.add(gate);
            spinning.add(site.callers().begin("spins", gate.event(), Await.LONG));
            gate.awaitEntered();
        }

        for (int i = 0; i < 100; i++) {
            assertEquals("event", site.callers().call("echo", "event"));
        }
        for (Future<byte[]> call : spinning) {
            Status status = StoppedRuntime.failure(call);
            assertEquals(Code.DEADLINE_EXCEEDED, status.getCode(), status::toString);
        }
        assertEquals("event", site.callers().call("echo", "event"));
        for (Gate gate : gates) {
            assertFalse(Files.exists(gate.directory().resolve("left")), "it has spun all the time");
            gate.open();
            gate.awaitLeft();
        }
    }

    @Test
    void linesOfACall_areInTheLog_markedWithFunctionAndInvokeId() throws Exception {
        speak("speaks", "text-1", "invoke-1");

        String mark = " (speaks 1.0.0 invoke-1) ";
        LogFile log = site.log();
        log.await("debug", line -> line.contains("DEBUG") && line.endsWith(mark + "by.slf4j - debug text-1"));
        log.await("info", line -> line.contains("INFO") && line.endsWith(mark + "by.slf4j - info text-1"));
        log.await("error", line -> line.contains("ERROR") && line.endsWith(mark + "by.slf4j - error text-1"));
        log.await("stack", line -> line.endsWith("java.lang.IllegalStateException: stack of text-1"));
        log.await("warning", line -> line.contains("WARN") && line.endsWith(mark + "by.jul - warning text-1"));
        log.await("out", line -> line.endsWith(mark + "stdout - printed text-1"));
        log.await("err", line -> line.endsWith(mark + "stderr - complained text-1"));
        assertEquals(0, site.runtime().out().size() + site.runtime().err().size(), "the log has a file");
    }

    @Test
    void lineWithoutAnEnd_isInTheLogWhenItsCallEnds() throws Exception {
        speak("unfinished", "text-2", "invoke-2");

        site.log().await("print", line -> line.endsWith("(unfinished 1.0.0 invoke-2) stdout - without an end text-2"));
    }

    @Test
    void environmentOfAFunction_reachesIt_andNoOther() {
        assertEquals("{N=7, USER_ID=acuiot}", site.callers().call("told", ""));
        assertEquals("{}", site.callers().call("untold", ""));
    }

    private static void speak(String function, String event, String invokeId) {
        byte[] request = FunctionMessage.newBuilder()
                .setFunctionName(function)
                .setFunctionInvokeID(invokeId)
                .setPayload(ByteString.copyFromUtf8(event))
                .build()
                .toByteArray();
        site.callers().raw(Generation.G3.method(), request);
    }
}
