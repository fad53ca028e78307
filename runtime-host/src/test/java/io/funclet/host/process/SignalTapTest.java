package io.funclet.host.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

class SignalTapTest {

    private final BlockingQueue<Thread> heard = new LinkedBlockingQueue<>();

    private Thread heard() throws Exception {
        String kill = "kill -WINCH " + ProcessHandle.current().pid();
        new ProcessBuilder("sh", "-c", kill).start().waitFor();
        return heard.poll(20, TimeUnit.SECONDS);
    }

    /** If this fails, this Java keeps its signals differently, and one that comes while threads are short is lost. */
    @Test
    void signal_isHeardOnTheThreadOfTheJvm_insteadOfOneOfItsOwn_whateverItIsCalled() throws Exception {
        Signal signal = new Signal("WINCH");
        Signal.handle(signal, ignored -> heard.add(Thread.currentThread()));
        assertTrue(SignalTap.tap(signal, () -> heard.add(Thread.currentThread())));

        Thread dispatcher = heard();

        assertEquals("Signal Dispatcher", dispatcher.getName());
        dispatcher.setName("mine");
        try {
            assertSame(dispatcher, heard());
        } finally {
            dispatcher.setName("Signal Dispatcher");
        }
    }
}
