package io.funclet.host.cli;

import com.google.protobuf.ByteString;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells on a stream what the demo does. */
final class Story {

    private static final String INDENT = "   ";

    private final PrintStream out;
    private final boolean colours;
    private int chapters;

    Story(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    void title(String text) {
        out.println(paint("1", text));
    }

    void end(String text) {
        out.println();
        out.println(text);
    }

    void chapter(String text) {
        out.println();
        out.println(paint("1", ++chapters + "  " + text));
    }

    void line(String format, Object... values) {
        out.println(INDENT + String.format(Locale.ROOT, format, values));
    }

    /** A call and what came back, below each other, so that both may be long. */
    void exchange(String function, String event, String answer) {
        line("%s %s", paint("36", function), event);
        line("%s %s", paint("32", " ".repeat(Math.max(0, function.length() - 2)) + "->"), answer);
    }

    static String text(ByteString payload) {
        return payload.isEmpty() ? "(filtered)" : payload.toStringUtf8();
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }

    private String paint(String code, String text) {
        return colours ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
