package io.funclet.host.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

class SignalTapTest {

    /** If this fails, this Java keeps its signals differently, and one that comes while threads are short is lost. */
    @Test
    void signal_isHeardOnTheThreadOfTheJvm_insteadOfOneOfItsOwn() throws Exception {
        Signal signal = new Signal("WINCH");
        CompletableFuture<String> heardBy = new CompletableFuture<>();
        Signal.handle(signal, ignored -> heardBy.complete(Thread.currentThread().getName()));

        assertTrue(SignalTap.tap(
                signal, () -> heardBy.complete(Thread.currentThread().getName())));
        String process = Long.toString(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-WINCH", process).start().waitFor();

        assertEquals("Signal Dispatcher", heardBy.get(20, TimeUnit.SECONDS));
    }
}
