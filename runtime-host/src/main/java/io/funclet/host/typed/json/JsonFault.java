package io.funclet.host.typed.json;

import java.io.IOException;
import java.util.regex.Pattern;

/** A value that is wrong, and its place. Each object and array around the value adds its step as the exception passes. */
public final class JsonFault extends IOException {

    private static final long serialVersionUID = 1L;

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");
    private static final int MOST_SHOWN = 40;

    private final String words;
    private String path = "";
    private boolean noJson;

    public JsonFault(String words) {
        this(words, null);
    }

    public JsonFault(String words, Throwable cause) {
        super(words, cause);
        this.words = words;
    }

    /** The text is not JSON at all. */
    public static JsonFault noJson(String words) {
        JsonFault fault = new JsonFault(words);
        fault.noJson = true;
        return fault;
    }

    public boolean isNoJson() {
        return noJson;
    }

    public static JsonFault expected(String what, String found) {
        return new JsonFault("expected " + what + ", got " + found);
    }

    public JsonFault inMember(String name) {
        path = (PLAIN.matcher(name).matches() ? "." + clipped(name) : "[" + quoted(name) + "]") + path;
        return this;
    }

    public JsonFault inElement(int index) {
        path = "[" + index + "]" + path;
        return this;
    }

    /** The same at a path that begins with {@code $}. It ends with a dot where a name was expected. */
    public JsonFault at(String wholePath) {
        path = wholePath.substring(1, wholePath.length() - (wholePath.endsWith(".") ? 1 : 0));
        return this;
    }

    @Override
    public String getMessage() {
        return "$" + path + ": " + words;
    }

    /** The caller gets the path; a stack of the converter would tell nothing more. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    public static String quoted(String text) {
        return '"' + clipped(text) + '"';
    }

    public static String clipped(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }
}
