package io.funclet.host.log.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Puts streams that can be read in the place of the process's standard streams, and gives everything that a log takes
 * over back after each test.
 */
public final class ProcessLogging implements BeforeEachCallback, AfterEachCallback {

    private final Logger root = Logger.getLogger("");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private PrintStream originalOut;
    private PrintStream originalErr;
    private Handler[] handlers;
    private Level level;

    @Override
    public void beforeEach(ExtensionContext context) {
        originalOut = System.out;
        originalErr = System.err;
        handlers = root.getHandlers();
        level = root.getLevel();
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        System.setOut(originalOut);
        System.setErr(originalErr);
        LogManager.getLogManager().reset(); // the levels of all loggers
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        for (Handler handler : handlers) {
            root.addHandler(handler);
        }
        root.setLevel(level);
    }

    /** What has arrived at the standard output that was there before the log. */
    public String out() {
        return out.toString(UTF_8);
    }

    /** What has arrived at the standard error that was there before the log. */
    public String err() {
        return err.toString(UTF_8);
    }
}
