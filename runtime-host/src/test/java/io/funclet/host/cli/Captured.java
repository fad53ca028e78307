package io.funclet.host.cli;

import io.funclet.host.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One run of the command line, and what it wrote.
 *
 * @param status the exit status
 * @param out the bytes on standard output
 * @param err the text on standard error
 */
record Captured(int status, byte[] out, String err) {

    static Captured run(String... args) {
        return runWithInput(new byte[0], args);
    }

    /** Runs with the streams of this JVM replaced for as long as it takes. */
    static Captured runWithInput(byte[] input, String... args) {
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream capturedOut = new ByteArrayOutputStream();
        ByteArrayOutputStream capturedErr = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(input));
            System.setOut(new PrintStream(capturedOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(capturedErr, true, StandardCharsets.UTF_8));
            int status = CommandLine.run(args, Main::run);
            return new Captured(status, capturedOut.toByteArray(), capturedErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }

    String text() {
        return new String(out, StandardCharsets.UTF_8);
    }
}
