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
        /** It is. */
        GOOD,
        /** Neither good nor bad. */
        NEUTRAL,
        /** It is not. */
        BAD
    }

    public Explanation {
        because = List.copyOf(because);
    }

    public static Explanation neutral(String text) {
        return new Explanation(Tone.NEUTRAL, text, List.of());
    }

    public static Explanation bad(String text) {
        return new Explanation(Tone.BAD, text, List.of());
    }

    public static Explanation bad(Reason reason) {
        return of(Tone.BAD, reason);
    }

    private static Explanation of(Tone tone, Reason reason) {
        return new Explanation(
                tone,
                reason.text(),
                reason.because().stream().map(each -> of(Tone.NEUTRAL, each)).toList());
    }
}
