package io.funclet.host.cli.terminal;

import io.funclet.proto.control.v1.Explanation;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** Prints explanations as a tree of lines. */
public final class TextTree {

    private static final String BRANCHES = "├└─│";

    private final boolean hasColours;

    /** Whether the terminal's encoding has the characters for branches. */
    private final boolean hasBranches;

    private final List<String> lines = new ArrayList<>();

    public TextTree(boolean hasColours) {
        this.hasColours = hasColours;
        // The first property exists since Java 19. Without both, ASCII as in a C locale.
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "US-ASCII"));
        hasBranches = Charset.isSupported(encoding)
                && Charset.forName(encoding).newEncoder().canEncode(BRANCHES);
    }

    public List<String> lines(List<Explanation> roots) {
        for (Explanation root : roots) {
            lines.add(text(root));
            addAll(root.getBecauseList(), "");
        }
        return lines;
    }

    private void addAll(List<Explanation> because, String indent) {
        for (int i = 0; i < because.size(); i++) {
            boolean isLast = i == because.size() - 1;
            lines.add(indent + branch(isLast) + text(because.get(i)));
            addAll(because.get(i).getBecauseList(), indent + (isLast ? "   " : hasBranches ? "│  " : "|  "));
        }
    }

    private String branch(boolean isLast) {
        if (hasBranches) {
            return isLast ? "└─ " : "├─ ";
        }
        return isLast ? "`- " : "|- ";
    }

    private String text(Explanation explanation) {
        String text = TerminalText.of(explanation.getText());
        return switch (explanation.getTone()) {
            case GOOD -> AnsiColor.GOOD.on(text, hasColours);
            case BAD -> AnsiColor.BAD.on(text, hasColours);
            case TONE_UNSPECIFIED, UNRECOGNIZED -> text;
        };
    }
}
