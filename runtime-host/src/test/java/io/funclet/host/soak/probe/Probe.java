package io.funclet.host.soak.probe;

import io.funclet.api.CallContext;
import io.funclet.api.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the functions here have in common: answers that say which version gave them, and a journal of the life of each
 * component instance, from which lost, doubled and late calls can be told afterwards.
 *
 * <p>An event begins with the milliseconds for which the call is to last; the answer is the event with its beginning
 * replaced by the version.
 */
public final class Probe {

    /** The resource that a version is made by. */
    public static final String SETTINGS = "probe.properties";

    private static final int HEAD_BYTES = 32;

    /** What a call throws on purpose. */
    public static final String PURPOSE = "on purpose";

    private final String version;
    private final String instance;
    private final Path journal;
    private final Behaviour behaviour;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong calls = new AtomicLong();
    private volatile boolean over;

    Probe(Class<?> function) {
        Properties settings = settings(function);
        version = settings.getProperty("version");
        journal = Path.of(settings.getProperty("journal"));
        behaviour = Behaviour.of(settings);
        instance = UUID.randomUUID().toString();
        write("begin 0 0");
    }

    /** The settings of the bundle that a class comes from. */
    static Properties settings(Class<?> owner) {
        Properties settings = new Properties();
        try (InputStream in = owner.getResourceAsStream("/" + SETTINGS)) {
            settings.load(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return settings;
    }

    /** Answers an event by its own bytes, marked. */
    Payload answer(Payload event, CallContext context, String mark) throws InterruptedException {
        running.incrementAndGet();
        calls.incrementAndGet();
        try {
            if (over) {
                write("late 0 0");
            }
            if (!context.functionVersion().equals(version)) {
                throw new IllegalStateException(version + " runs as " + context.functionVersion());
            }
            byte[] bytes = event.bytes();
            Thread.sleep(Long.parseLong(head(bytes)));
            setHead(bytes, behaviour.mark(mark));
            behaviour.act(bytes);
            return Payload.of(bytes);
        } finally {
            running.decrementAndGet();
        }
    }

    Payload answer(Payload event, CallContext context) throws InterruptedException {
        return answer(event, context, version);
    }

    /** The component is deactivated. */
    void end() {
        over = true;
        write("end " + calls + " " + running);
    }

    private void write(String what) {
        String line = version + " " + instance + " " + what + "\n";
        try {
            Files.writeString(journal, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For callers: an event of a size, whose call lasts for a time. */
    public static byte[] event(int bytes, Duration lasting) {
        byte[] event = new byte[Math.max(bytes, HEAD_BYTES)];
        new Random(bytes).nextBytes(event);
        setHead(event, Long.toString(lasting.toMillis()));
        return event;
    }

    /** For callers: the version that gave an answer. Fails if the answer is not the event's otherwise. */
    public static String version(byte[] event, byte[] answer) {
        if (!tail(event).equals(tail(answer))) {
            throw new IllegalStateException("not the answer to this event: " + answer.length + " bytes");
        }
        return head(answer);
    }

    private static ByteBuffer tail(byte[] bytes) {
        int head = Math.min(HEAD_BYTES, bytes.length);
        return ByteBuffer.wrap(bytes, head, bytes.length - head);
    }

    private static String head(byte[] bytes) {
        return new String(bytes, 0, HEAD_BYTES, StandardCharsets.US_ASCII).strip();
    }

    /** For callers: an answer to an event that has this mark in place of a version. */
    public static byte[] marked(byte[] event, String mark) {
        byte[] answer = event.clone();
        setHead(answer, mark);
        return answer;
    }

    private static void setHead(byte[] bytes, String text) {
        Arrays.fill(bytes, 0, HEAD_BYTES, (byte) ' ');
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, 0, ascii.length);
    }
}
