package io.funclet.host.deploy.status;

import io.funclet.host.framework.requirement.Reason;
import java.util.List;

/**
 * A statement about what runs, or does not, and why it is so.
 *
 * @param tone whether that is as it should be
 * @param text one line
 * @param because why
 */
public record Explanation(Tone tone, String text, List<Explanation> because) {

    /** Whether something is as it should be. */
    public enum Tone {
        GOOD,
        NEUTRAL,
        BAD
    }

    public Explanation {
        because = List.copyOf(because);
    }

    public static Explanation neutral(String text) {
        return neutral(text, List.of());
    }

    public static Explanation neutral(String text, List<Explanation> because) {
        return new Explanation(Tone.NEUTRAL, text, because);
    }

    public static Explanation bad(String text) {
        return bad(text, List.of());
    }

    public static Explanation bad(String text, List<Explanation> because) {
        return new Explanation(Tone.BAD, text, because);
    }

    public static List<Explanation> bad(List<Reason> reasons) {
        return of(Tone.BAD, reasons);
    }

    private static List<Explanation> of(Tone tone, List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new Explanation(tone, reason.text(), of(Tone.NEUTRAL, reason.because())))
                .toList();
    }

    public boolean isBad() {
        return tone == Tone.BAD;
    }
}
