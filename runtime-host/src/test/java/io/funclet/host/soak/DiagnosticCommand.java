package io.funclet.host.soak;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Commands of {@code jcmd} without its process, which would take a fifth of a second of a processor each time. Needs {@code
 * --add-exports jdk.attach/sun.tools.attach=ALL-UNNAMED}.
 */
final class DiagnosticCommand {

    private DiagnosticCommand() {}

    /** Returns what a JVM of the same user says to a command. */
    static String run(long pid, String command) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try (InputStream output = (InputStream)
                    machine.getClass().getMethod("executeJCmd", String.class).invoke(machine, command)) {
                // Not readAllBytes: this stream of Java 17 writes beyond the end of a part of an array.
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                output.transferTo(text);
                return text.toString(StandardCharsets.UTF_8);
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | ReflectiveOperationException failed) {
            throw new IOException(command + " of process " + pid, failed);
        }
    }
}
