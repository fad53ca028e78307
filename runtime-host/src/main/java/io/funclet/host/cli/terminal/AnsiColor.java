package io.funclet.host.cli.terminal;

/** Colours of terminals. */
public enum AnsiColor {
    GOOD("32"),
    BAD("31"),
    CARE("33"),
    DIM("2"),
    NONE("");

    private final String code;

    AnsiColor(String code) {
        this.code = code;
    }

    public String on(String text, boolean hasColours) {
        return hasColours && this != NONE && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
