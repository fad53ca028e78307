package io.funclet.host.it.jar;

import java.nio.file.Path;

/**
 * A component that writes a {@link io.funclet.host.soak.Journal} of its instances, and whose answer is an expression of
 * Java.
 *
 * @param head of the class, from its imports to its opening brace
 * @param className of the class
 * @param operation the method that gives the answer; {@code %s} stands for the expression
 * @param answer the expression
 * @param members more of the class: references, in the first place
 * @param activation statements that come first in the method that activates it
 */
public record TracedComponent(
        String head, String className, String operation, String answer, String members, String activation) {

    /** What the services of these components are; its bundle is one of its own. */
    public static final FunctionSource TELLER =
            new FunctionSource("tellers.Teller", "package tellers; public interface Teller { String tell(); }");

    /**
     * What all components have in common. Its events are those of {@link io.funclet.host.soak.probe.Probe}, so that
     * {@link io.funclet.host.soak.Traffic} can call them.
     */
    private static final FunctionSource LIFE = new FunctionSource("traced.Life", """
            package traced;

            import java.io.*;
            import java.nio.charset.StandardCharsets;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.atomic.*;
            import java.util.function.Supplier;

            public final class Life {
                private static final int HEAD_BYTES = 32;

                private final Path journal;
                private final String version;
                private final String instance = UUID.randomUUID().toString();
                private final AtomicInteger running = new AtomicInteger();
                private final AtomicLong calls = new AtomicLong();
                private volatile boolean over;

                public Life(String journal, String version) {
                    this.journal = Path.of(journal);
                    this.version = version;
                }

                public void begin() {
                    write("begin 0 0");
                }

                public void end() {
                    over = true;
                    write("end " + calls + " " + running);
                }

                public byte[] answer(byte[] event, Supplier<String> answer) throws InterruptedException {
                    running.incrementAndGet();
                    try {
                        String before = tell(answer);
                        String millis = new String(event, 0, HEAD_BYTES, StandardCharsets.US_ASCII).strip();
                        Thread.sleep(Long.parseLong(millis));
                        String after = tell(answer);
                        String both = before.equals(after) ? after : before + "->" + after;
                        byte[] bytes = both.getBytes(StandardCharsets.US_ASCII);
                        Arrays.fill(event, 0, HEAD_BYTES, (byte) ' ');
                        System.arraycopy(bytes, 0, event, 0, Math.min(bytes.length, HEAD_BYTES));
                        return event;
                    } finally {
                        running.decrementAndGet();
                    }
                }

                public String tell(Supplier<String> answer) {
                    running.incrementAndGet();
                    calls.incrementAndGet();
                    try {
                        if (over) {
                            write("late 0 0");
                        }
                        return answer.get();
                    } finally {
                        running.decrementAndGet();
                    }
                }

                private void write(String what) {
                    String line = version + " " + instance + " " + what + "\\n";
                    try {
                        Files.writeString(journal, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
            """);

    /** A function. What it sees at the beginning of a call and at its end is both in its answer, if it differs. */
    public static TracedComponent function(String name, String answer) {
        return new TracedComponent("""
                @Component
                @FunctionName("%s")
                public class Traced implements FunctionHandler {
                """.formatted(name), "Traced", """
                @Override
                public Payload handle(Payload event, CallContext context) throws InterruptedException {
                    return Payload.of(life.answer(event.bytes(), () -> %s));
                }
                """, answer, "", "");
    }

    /** A {@link #TELLER}; {@code attributes} are those of {@code @Component}, and may be empty. */
    public static TracedComponent service(String answer, String attributes) {
        return new TracedComponent("""
                @Component(%s)
                public class Offer implements tellers.Teller {
                """.formatted(attributes), "Offer", """
                @Override
                public String tell() {
                    return life.tell(() -> %s);
                }
                """, answer, "", "");
    }

    public TracedComponent members(String text) {
        return new TracedComponent(head, className, operation, answer, text, activation);
    }

    public TracedComponent activation(String statements) {
        return new TracedComponent(head, className, operation, answer, members, statements);
    }

    /** The bundle with this component alone, ready to be added to. */
    public FunctionJar.Bundle bundle(String symbolicName, String version, Path journal) {
        return addTo(FunctionJar.bundle(symbolicName).version(version).source(LIFE), symbolicName, version, journal);
    }

    /** The bundle that has what the services are. */
    public static FunctionJar.Bundle api(String symbolicName) {
        return FunctionJar.bundle(symbolicName).source(TELLER).header("Export-Package", "tellers;version=\"1.0\"");
    }

    /** Adds this component to a bundle that has another one. */
    public FunctionJar.Bundle addTo(FunctionJar.Bundle bundle, String packageName, String version, Path journal) {
        String text =
                """
                package %s;

                import io.funclet.api.*;
                import java.util.*;
                import org.osgi.service.component.annotations.*;

                %s
                    private final traced.Life life = new traced.Life("%s", "%s");

                    %s

                    @Activate
                    public void begin() {
                        %s
                        life.begin();
                    }

                    @Deactivate
                    public void end() {
                        life.end();
                    }

                    %s
                }
                """.formatted(packageName, head, journal, version, members, activation, operation.formatted(answer));
        return bundle.source(new FunctionSource(packageName + "." + className, text));
    }
}
