package io.funclet.host.cli;

import io.funclet.proto.control.v1.Explanation;
import io.funclet.proto.control.v1.Explanation.Tone;
import java.util.ArrayList;
import java.util.List;

/** Explanations as lines, each below what it explains. */
final class Tree {

    private final boolean hasColours;
    private final List<String> lines = new ArrayList<>();

    Tree(boolean hasColours) {
        this.hasColours = hasColours;
    }

    static boolean isAllWell(List<Explanation> explanations) {
        return explanations.stream().noneMatch(each -> each.getTone() == Tone.BAD);
    }

    List<String> lines(List<Explanation> roots) {
        for (Explanation root : roots) {
            lines.add(text(root));
            addAll(root.getBecauseList(), "");
        }
        return lines;
    }

    private void addAll(List<Explanation> because, String indent) {
        for (int i = 0; i < because.size(); i++) {
            boolean isLast = i == because.size() - 1;
            lines.add(indent + (isLast ? "└─ " : "├─ ") + text(because.get(i)));
            addAll(because.get(i).getBecauseList(), indent + (isLast ? "   " : "│  "));
        }
    }

    private String text(Explanation explanation) {
        // What a bundle says of itself, or a file is called, must not write to the terminal as it likes.
        String text = explanation.getText().replaceAll("\\p{Cntrl}", "?");
        return switch (explanation.getTone()) {
            case GOOD -> Paint.GOOD.on(text, hasColours);
            case BAD -> Paint.BAD.on(text, hasColours);
            case TONE_UNSPECIFIED, UNRECOGNIZED -> text;
        };
    }
}
